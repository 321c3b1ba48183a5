"""Looks for bytes in the whole memory of a process."""


def maps(pid):
    with open(f'/proc/{pid}/maps', encoding='utf-8') as f:
        for line in f:
            span, rights, _, _, _, *name = line.split(None, 5)
            if rights[0] == 'r' and '[vvar' not in line and '[vsyscall' not in line:
                begin, end = (int(n, 16) for n in span.split('-'))
                yield begin, end, ''.join(name).strip()


def find(pid, wanted):
    """[(which of `wanted`, name of the mapping, bytes around it)] of every place where one is."""
    places = []
    with open(f'/proc/{pid}/mem', 'rb', buffering=0) as memory:
        for begin, end, name in maps(pid):
            try:
                memory.seek(begin)
                content = b''
                while len(content) < end - begin:  # a large one comes in parts
                    part = memory.read(end - begin - len(content))
                    if not part:
                        break
                    content += part
            except OSError:
                continue  # a guard page, or gone meanwhile
            for text in wanted:
                at = content.find(text)
                while at >= 0:
                    places.append((text.decode(), f'{name or "anonymous"} {begin + at:#x}', content[max(at - 48, 0):at + 80]))
                    at = content.find(text, at + 1)
    return places
