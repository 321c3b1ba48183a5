"""The documents of an invented person: the project's own samples with another date, other values, and this person's name."""
import dataclasses
import functools
import os
import re

from .people import PEOPLE

DATA = os.path.join(os.path.dirname(os.path.realpath(__file__)), '..', '..', '..', 'data')
SAMPLE = PEOPLE['hanako']


@dataclasses.dataclass(frozen=True)
class Document:
    kind: str
    name: str        # of its own within the portal
    period: str      # YYYY or YYYY-MM
    day: str         # YYYY-MM-DD, the newest thing in it
    layout: str
    media_type: str
    body: bytes
    person: str


@functools.lru_cache(maxsize=None)
def sample(name):
    with open(os.path.join(DATA, name), encoding='utf-8-sig') as file:
        return file.read()


def about(text, person):
    """The same, about this person."""
    for old, new in ((SAMPLE.name, person.name), (SAMPLE.kana, person.kana), (SAMPLE.half_kana, person.half_kana),
                     (SAMPLE.birth, person.birth), (SAMPLE.birth_in_words, person.birth_in_words),
                     (f'"性別","{SAMPLE.sex_in_words}"', f'"性別","{person.sex_in_words}"'),
                     ('administrativeGenderCode code="2"', f'administrativeGenderCode code="{person.sex}"'),
                     ('<AdministrativeGenderCode>2<', f'<AdministrativeGenderCode>{person.sex}<'),
                     ('<AdmGendCode>2<', f'<AdmGendCode>{person.sex}<'), ('<n:Sex>女<', f'<n:Sex>{person.sex_in_words}<'),
                     ('"年齢","56歳"', f'"年齢","{2024 - int(person.birth[:4])}歳"')):
        text = text.replace(old, new)
    return text


def checkup(person, day, weight, changed=False):
    """特定健診 of a day (YYYYMMDD): the fourth period's form from fiscal 2024 on, before that the third's."""
    year, month = int(day[:4]), int(day[4:6])
    fiscal = year if month >= 4 else year - 1
    reported = day[:6] + '28'
    if fiscal >= 2024:
        text, was, told, ends, old_weight = sample('tokutei-2024.xml'), '20240520', '20240610', '20250331', '61.5'
    else:
        text, was, told, ends, old_weight = sample('tokutei-2019.xml'), '20190618', '20190701', '20200331', '60.2'
    text = text.replace(was, day).replace(told, reported).replace(ends, f'{fiscal + 1}0331')
    text = text.replace(f'value="{old_weight}" unit="kg"', f'value="{weight + (0.4 if changed else 0):.1f}" unit="kg"')
    return made('checkup', 'checkup', f'{fiscal}', day, 'tokutei-kenshin', text, person)


def online_checkup(person, day):
    """One result in the form of オンライン資格確認."""
    text = re.sub(r'(</SpecificHealthCheckupInfo>)\s*<SpecificHealthCheckupInfo>.*</SpecificHealthCheckupInfo>', r'\1',
                  sample('online-checkup.xml'), flags=re.DOTALL)
    return made('checkup', 'online-checkup', day[:4], day, 'online-kenshin', text.replace('20240520', day), person, 'text/xml')


def medicine_message(person, year, changed=False):
    text = sample('medicine-message.xml').replace('>2024', f'>{year}')
    if changed:
        text = text.replace('見本整腸散', '見本整腸散（変更）')
    return made('medication', 'message', f'{year}-06', f'{year}0604', 'medicine-message', text, person)


def medicine_claims(person, year, changed=False):
    text = sample('medicine-claims.xml').replace('>2024', f'>{year}')
    if changed:
        text = text.replace('<Times>28<', '<Times>14<')
    return made('medication', 'claims', f'{year}-10', f'{year}1030', 'medicine-claims', text, person)


def expense_notice(person, year, changed=False):
    text = sample('expense-notice.csv').replace('2024年', f'{year}年')
    if changed:
        for old, new in (('4,100', '4,200'), ('1,200', '1,300'), ('342,970', '343,070'), ('92,261', '92,361')):
            text = text.replace(f'"{old}"', f'"{new}"')
    # The portal's own files begin with a byte order mark.
    return made('expense', 'notice', f'{year}', f'{year}0430', 'expense-notice', '\ufeff' + text, person, 'text/csv')


def expense_xml(person):
    return made('expense', 'mapped', '2024', '20240630', 'expense-xml', sample('expense-mapped.xml'), person)


def made(kind, name, period, day, layout, text, person, media_type='application/xml'):
    body = about(text, person).encode()
    return Document(kind, f'{name}-{day}', period, f'{day[:4]}-{day[4:6]}-{day[6:]}', layout, media_type, body, person.id)


def months(count):
    """YYYYMM, newest first."""
    year, month = 2026, 3
    for _ in range(count):
        yield f'{year}{month:02}'
        year, month = (year, month - 1) if month > 1 else (year - 1, 12)


def many(person, count):
    """As many as asked for, over three kinds."""
    found = []
    for number, month in enumerate(months((count + 2) // 3)):
        year = month[:4]
        found.append(checkup(person, f'{month}15', 60 + number / 10))
        period = f'{year}-{month[4:]}'
        message = sample('medicine-message.xml').replace('202405', month).replace('202406', month).replace('20240910', f'{month}28')
        found.append(made('medication', 'message', period, f'{month}20', 'medicine-message', message, person))
        notice = re.sub(r'2024年\d+月', f'{year}年{int(month[4:])}月', sample('expense-notice.csv'))
        found.append(made('expense', 'notice', period, f'{month}28', 'expense-notice', '\ufeff' + notice, person, 'text/csv'))
    return found[:count]


def of(person_id, scenario):
    """All documents of this person, the newest of each kind first."""
    person, changed = PEOPLE[person_id], scenario.on('changed-document')
    if scenario.on('documents'):
        found = many(person, int(scenario.number('documents', 60)))
        return [d for kind in ('checkup', 'medication', 'expense') for d in found if d.kind == kind]
    found = [checkup(person, '20250520', 62.3, changed), checkup(person, '20240520', 61.5), online_checkup(person, '20230517'),
             checkup(person, '20220621', 59.8),
             medicine_claims(person, 2025, changed), medicine_claims(person, 2024), medicine_message(person, 2025),
             expense_notice(person, 2025, changed), expense_notice(person, 2024)]
    if scenario.on('expense-xml'):
        found.append(expense_xml(person))
    if scenario.on('vanished-document'):
        kinds = [d.kind for d in found]
        found = [d for number, d in enumerate(found) if d.kind in kinds[:number]]
    return found
