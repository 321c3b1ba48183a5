"""A document of about 10 MiB of every format: a sample of the project whose records come again and again, on other days where the format
has days, so that nothing is a duplicate of anything."""
import copy
import json
import pathlib

DATA = pathlib.Path(__file__).resolve().parent.parent / 'data'
SIZE = 10_000_000


def month_and_day(number):
    """A different day for each number up to 10,000, none in the future."""
    month = number % 396
    return 1990 + month // 12, month % 12 + 1, number // 396 % 28 + 1


def text_of(name):
    return (DATA / name).read_text(encoding='utf-8-sig')


def repeated(text, begin, end, vary=lambda block, number: block):
    """`text` with its first block from `begin` up to `end` repeated up to SIZE."""
    start = text.index(begin)
    stop = text.find(end, start + len(begin))
    if stop < 0:
        stop = len(text)
    block = text[start:stop]
    times = (SIZE - len(text.encode())) // len(block.encode())
    return text[:start] + ''.join(vary(block, n) for n in range(times)) + text[stop:]


def medicine_day(block, number):
    year, month, day = month_and_day(number)
    return (block.replace('20240805', f'{year}{month:02}{day:02}').replace('20240803', f'{year}{month:02}{day:02}')
            .replace('202408', f'{year}{month:02}'))


def jahis_day(block, number):
    year, month, day = month_and_day(number)
    first, rest = block.split('\n', 1)
    fields = first.split(',')
    fields[1] = f'{year}{month:02}{day:02}'
    return ','.join(fields) + '\n' + rest


def expense_month(block, number):
    year, month, _ = month_and_day(number)
    return block.replace('"2024年1月"', f'"{year}年{month}月"')


def fhir_bundle():
    bundle = json.loads(text_of('fhir-echeckup.json'))
    observations = [e for e in bundle['entry'] if e['resource']['resourceType'] == 'Observation']
    size = len(json.dumps(bundle, ensure_ascii=False, indent=2).encode())
    one = sum(len(json.dumps(e, ensure_ascii=False, indent=2).encode()) for e in observations) * 5 // 4
    for number in range((SIZE - size) // one):
        for entry in observations:
            another = copy.deepcopy(entry)
            another['fullUrl'] = f'urn:uuid:{number:08x}-0000-4000-8000-{observations.index(entry):012x}'
            bundle['entry'].append(another)
    return json.dumps(bundle, ensure_ascii=False, indent=2)


# format: (file name ending, the document)
FORMATS = {
    'tokutei-cda': ('xml', lambda: repeated(text_of('tokutei-2024.xml'), '<entry>', '</section>')),
    'online-checkup': ('xml', lambda: repeated(text_of('online-checkup.xml'), '<HealthCheckupResultAndQuestionInfo>',
                                               '</HealthCheckupResultAndQuestionInfos>')),
    'medicine-xml': ('xml', lambda: repeated(text_of('medicine-claims.xml'), '<MeTrMonthInf>', '<MeTrMonthInf>', medicine_day)),
    'jahis-tc': ('txt', lambda: repeated(text_of('jahis-tc08.txt'), '5,20241002', '\n5,', jahis_day)),
    'portal-csv': ('csv', lambda: repeated(text_of('expense-notice.csv'), '"診療年月"', '"診療年月"', expense_month)),
    'fhir-bundle': ('json', fhir_bundle),
}
