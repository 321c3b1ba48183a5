"""The pages a person sees, in Japanese and English; every one says what it is."""
import html

from .message import Reply
from .people import PEOPLE

NAMES = {'checkup': '特定健診情報 (check-up results)', 'medication': '薬剤情報 (medication)', 'expense': '医療費通知情報 (medical expenses)'}

FRAME = """<!DOCTYPE html>
<html lang="ja"><head><meta charset="utf-8"><title>{ja} / {en} — SIMULATOR</title>
<style>body{{font-family:sans-serif;max-width:40em;margin:2em auto}}
.sim{{background:#fc0;padding:.5em}} button{{margin:.3em}}</style></head>
<body><p class="sim" role="note"><strong>これは模擬ポータルです。マイナポータルではありません。人物はすべて架空です。<br>
This is a simulator, not マイナポータル. All people are invented.</strong></p>
<h1>{ja}</h1><h1 lang="en">{en}</h1>
{content}
</body></html>
"""


def page(status, ja, en, content):
    return Reply(status, FRAME.format(ja=ja, en=en, content=content).encode(), [
        ('Content-Type', 'text/html; charset=utf-8'), ('Cache-Control', 'no-store'), ('Referrer-Policy', 'no-referrer'),
        ('Content-Security-Policy', "default-src 'none'; style-src 'unsafe-inline'")])


def form(action, login, content, *buttons):
    """`buttons`: (value, words)."""
    pressed = ''.join(f'<button name="press" value="{value}">{words}</button>' for value, words in buttons)
    return (f'<form method="post" action="/{action}"><input type="hidden" name="login" value="{html.escape(login)}">'
            f'{content}<p>{pressed}</p></form>')


def log_in(login, chosen):
    people = ''.join(f'<p><label><input type="radio" name="person" value="{p.id}"{" checked" * (p.id == chosen)}> {p.name}</label></p>'
                     for p in (PEOPLE['hanako'], PEOPLE['taro']))
    return page(200, 'ログイン', 'Log in', form(
        'login', login, '<p>カードを読み取る代わりに選んでください。Choose, instead of reading a card.</p>' + people,
        ('go', 'ログイン / Log in'), ('cancel', '取りやめ / Cancel')))


def register(login):
    return page(200, '利用者登録', 'Registration', form(
        'register', login, '<p>初めての利用です。利用者登録が必要です。This is your first visit: you have to register.</p>',
        ('go', '登録する / Register'), ('decline', '登録しない / Do not register')))


def consent(login, client, person, kinds, since, until):
    listed = ''.join(f'<li>{NAMES[kind]}</li>' for kind in kinds)
    return page(200, '同意', 'Consent', form(
        'consent', login,
        f'<p>{html.escape(person.name)}さんの次の情報を {html.escape(client)} に渡します。'
        f'The following is handed to {html.escape(client)}:</p><ul>{listed}</ul>'
        f'<p>期間 / Period: {since} – {until}</p>',
        ('go', '同意する / I agree'), ('decline', '同意しない / I do not agree'), ('cancel', '取りやめ / Cancel')))


def refused(words):
    return page(400, '受け付けられない要求です', 'Request refused', f'<p>{html.escape(words)}</p>')
