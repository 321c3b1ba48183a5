"""Documents that are not as they should be; their size and hash are stated as they are."""
import dataclasses
import re

from . import documents

TEN_MIB = 10 * 1024 * 1024


def parts(text):
    """(XML declaration, name of the root, what comes before its content, the rest)."""
    declaration = text[:text.index('?>') + 2]
    root = re.search(r'<([A-Za-z][\w:.-]*)[^>]*>', text[len(declaration):])
    end = len(declaration) + root.end()
    return declaration, root[1], text[len(declaration):end], text[end:]


def dtd(text):
    declaration, root, start, rest = parts(text)
    return f'{declaration}<!DOCTYPE {root} [<!ELEMENT {root} ANY>]>{start}{rest}'


def entity_bomb(text):
    declaration, root, start, rest = parts(text)
    entities = ''.join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 12))
    return f'{declaration}<!DOCTYPE {root} [<!ENTITY a0 "x">{entities}]>{start}&a11;{rest}'


def deep(text):
    declaration, _, start, rest = parts(text)
    return f'{declaration}{start}{"<a>" * 100_000}{"</a>" * 100_000}{rest}'


def not_xml(text):
    return text[:len(text) * 2 // 3]


def personal_number(text):
    """123456789018: its check digit is right, and it is nobody's."""
    place = next(words for words in ('異常なし', '注意', '見本内科医院', '見本薬局', '見本健診機関') if words in text)
    return text.replace(place, f'{place} 個人番号 123456789018', 1)


def shift_jis(text):
    return text.replace('encoding="UTF-8"', 'encoding="Shift_JIS"').lstrip('\ufeff').encode('cp932', 'replace')


def padded(body, size):
    """With comments behind XML, and empty lines behind CSV."""
    missing = size - len(body)
    if not body.lstrip().startswith(b'<'):
        return body + b'\n' * missing
    comment = b'<!--' + b' ' * 992 + b'-->\n'
    count, rest = divmod(missing, len(comment))
    return body + comment * count + b'\n' * rest


XML = {'dtd': dtd, 'entity-bomb': entity_bomb, 'deep': deep, 'not-xml': not_xml}
TEXT = {'personal-number': personal_number, 'bom': lambda text: '\ufeff' + text.lstrip('\ufeff')}
BYTES = {'big': lambda body: padded(body, TEN_MIB), 'too-big': lambda body: padded(body, TEN_MIB + 1),
         'shift-jis': lambda body: shift_jis(body.decode())}


def damaged(document, index, scenario):
    """As the scenario has it; `index`: its place in the listing."""
    def hits(name):
        return scenario.hits(name, document.kind, index)

    body = document.body
    if hits('foreign-subject'):
        other = 'taro' if document.person != 'taro' else 'hanako'
        body = next(d.body for d in documents.of(other, scenario) if d.name == document.name)
    for name, change in {**(XML if document.media_type.endswith('xml') else {}), **TEXT}.items():
        if hits(name):
            body = change(body.decode()).encode()
    for name, change in BYTES.items():
        if hits(name):
            body = change(body)
    return dataclasses.replace(document, body=body)
