#!/usr/bin/python3
"""What can be wrong with the simulated portal's answers and documents, each scenario once, before requests and curl."""
import base64
import email.utils
import gzip
import hashlib
import json
import subprocess
import time
import unittest

import requests
from portal_client import FOLDER, ISSUER, PortalTest, play, portal, run

TEN_MIB = 10 * 1024 * 1024


class Answers(PortalTest):
    def setUp(self):
        super().setUp()
        play()
        self.token_ = self.access()

    def ask(self):
        return self.get(self.token_, f'{ISSUER}/v1/principals')

    def test_unavailable(self):
        play('unavailable=502*2')
        self.assertEqual([self.ask().status_code for _ in range(3)], [502, 502, 200])
        play('unavailable@token')
        self.assertEqual(self.ask().status_code, 200)
        self.assertEqual(self.bear().status_code, 503)
        play('drop*1')
        with self.assertRaises(requests.ConnectionError):
            self.ask()
        self.assertEqual(self.ask().status_code, 200)

    def test_rate_limits(self):
        for scenario in ('rate-limited=30', 'rate-limited-date=30', 'rate-limited-bare'):
            with self.subTest(scenario):
                play(scenario)
                answer = self.start(self.token_)
                self.assertEqual((answer.status_code, answer.json()['code']), (429, 'rate_limited'))
                after = answer.headers.get('Retry-After')
                if scenario == 'rate-limited-bare':
                    self.assertIsNone(after)
                elif scenario == 'rate-limited=30':
                    self.assertEqual(after, '30')
                else:
                    left = email.utils.parsedate_to_datetime(after).timestamp() - time.time()
                    self.assertTrue(28 < left <= 30, left)
        self.violated('before Retry-After had passed')
        portal('clear')
        self.token_ = self.access()
        play('rate-limited=30*1')
        self.start(self.token_)
        portal('clock', '+31')
        self.assertEqual(self.start(self.token_).status_code, 202)
        self.clean()

    def test_maintenance(self):
        play('maintenance=1800')
        answer = self.ask()
        self.assertEqual((answer.status_code, answer.headers['Content-Type']), (503, 'application/problem+json'))
        self.assertEqual(answer.json()['code'], 'maintenance')
        self.assertAlmostEqual(answer.json()['until'], time.time() + 1800, delta=5)
        self.assertAlmostEqual(int(answer.headers['Retry-After']), 1800, delta=2)
        play('maintenance')
        self.assertNotIn('until', self.ask().json())
        self.assertEqual(self.http.get(f'{ISSUER}/.well-known/openid-configuration').status_code, 503)

    def test_hours(self):
        """The table of the founding manual; `until` is when it opens next."""
        play('out-of-hours@discovery')
        opens = {'2026-11-24T07:59:59': '2026-11-24T08:00', '2026-11-24T21:00:00': '2026-11-25T08:00',
                 '2026-11-22T17:00:00': '2026-11-23T08:00', '2026-11-23T17:00:00': '2026-11-24T08:00',
                 '2026-11-21T12:00:00': '2026-11-22T08:00', '2026-12-28T21:00:00': '2027-01-04T08:00',
                 '2026-12-29T12:00:00': '2027-01-04T08:00', '2027-01-03T12:00:00': '2027-01-04T08:00'}
        for at, until in opens.items():
            with self.subTest(at):
                portal('clock', at, 'stopped')
                answer = self.http.get(f'{ISSUER}/.well-known/openid-configuration')
                self.assertEqual(answer.status_code, 503)
                said = run('env', 'TZ=Asia/Tokyo', 'date', '-d', f'@{answer.json()["until"]}', '+%FT%H:%M', text=True).stdout
                self.assertEqual(said.strip(), until)
        for at in ('2026-11-24T08:00:00', '2026-11-24T20:59:59', '2026-11-22T16:59:59', '2026-11-23T16:59:59',
                   '2026-11-28T12:00:00', '2026-12-28T20:59:59', '2027-01-04T08:00:00'):
            with self.subTest(at):
                portal('clock', at, 'stopped')
                self.assertEqual(self.http.get(f'{ISSUER}/.well-known/openid-configuration').status_code, 200)

    def test_delay(self):
        play('delay=700')
        began = time.monotonic()
        self.ask()
        self.assertGreater(time.monotonic() - began, 0.7)

    def test_redirects_and_pages(self):
        play('redirect-resource')
        self.assertEqual(self.ask().status_code, 307)
        play('not-json')
        place = self.start(self.token_).headers['Location']
        self.assertIn('text/html', self.get(self.token_, place).headers['Content-Type'])
        play('revocation-fails')
        self.assertEqual(self.http.post(f'{ISSUER}/revoke', {'token': self.token_, 'client_id': 'kenkod-sim'}).status_code, 503)
        play('token-expires*1@poll')
        self.assertEqual([self.ask().status_code, self.start(self.token_).status_code], [200, 202])
        play('token-expires*1')
        self.assertEqual([self.ask().status_code, self.bear().status_code], [401, 200])

    def curl(self, address, seconds):
        """(exit status, how many bytes came)."""
        done = subprocess.run(['curl', '-s', '--cacert', f'{FOLDER}/ca.pem', '-A', 'kenkod/1', '-m', str(seconds), '-H',
                               f'Authorization: Bearer {self.token_}', address], stdout=subprocess.PIPE, check=False)
        return done.returncode, len(done.stdout)

    def test_bodies(self):
        listed, address = self.first(self.token_)
        size = listed['size']
        self.assertEqual(self.curl(address, 5), (0, size))
        for scenario, expected in (('close-mid-body', (18, size // 2)), ('wrong-length', (18, size)), ('stall', (28, 0))):
            with self.subTest(scenario):
                play(scenario)
                self.assertEqual(self.curl(address, 2), expected)
        play('slow-bytes')
        status, count = self.curl(address, 3)
        self.assertEqual(status, 28)
        self.assertTrue(1 <= count <= 3, count)
        play('chunk-cut')
        self.assertEqual(self.curl(address, 5)[0], 18)


class Retrievals(PortalTest):
    def setUp(self):
        super().setUp()
        play()
        self.token_ = self.access()

    def result(self, *scenario, **options):
        play(*scenario)
        return self.retrieve(self.token_, **options)[1]

    def statuses(self, *scenario):
        result = self.result(*scenario)
        return result['status'], [(i['status'], i.get('problem', {}).get('code')) for i in result['items']]

    def test_kinds(self):
        good, bad = ('succeeded', None), ('failed', 'unavailable')
        self.assertEqual(self.statuses('partial'), ('partial', [good, good, bad]))
        self.assertEqual(self.statuses('partial=checkup'), ('partial', [bad, good, good]))
        self.assertEqual(self.statuses('retrieval-fails'), ('failed', [bad] * 3))
        self.assertEqual(self.statuses('insufficient-scope=medication'),
                         ('partial', [good, ('failed', 'insufficient_scope'), good]))
        for name in ('empty', 'withheld', 'not-supported'):
            status = name.replace('-', '_')
            self.assertEqual(self.statuses(name), ('succeeded', [(status, None)] * 3))
            self.assertEqual(self.statuses(f'{name}=expense'), ('succeeded', [good, good, (status, None)]))

    def test_scope(self):
        play('insufficient-scope')
        answer = self.start(self.token_)
        self.assertEqual((answer.status_code, answer.json()['code']), (403, 'insufficient_scope'))
        play('none')
        token = self.bear(scope='openid health.checkup', kinds=['checkup']).json()['access_token']
        self.assertEqual(self.start(token, kinds=['expense']).status_code, 403)
        items = self.retrieve(token, kinds=['checkup', 'expense'])[1]['items']
        self.assertEqual([i['status'] for i in items], ['succeeded', 'failed'])

    def test_sync(self):
        play('sync')
        answer = self.start(self.token_)
        self.assertEqual((answer.status_code, answer.json()['status']), (200, 'succeeded'))
        listed = answer.json()['items'][0]['documents'][0]
        self.assertEqual(self.get(self.token_, f'{answer.headers["Location"]}/documents/{listed["id"]}').status_code, 200)

    def test_expires(self):
        play('retrieval-expires*1')
        _, address = self.first(self.token_)
        self.assertEqual(self.get(self.token_, address).status_code, 410)
        self.assertEqual(self.get(self.token_, address.partition('/documents/')[0]).json()['status'], 'expired')
        _, address = self.first(self.token_)
        self.assertEqual(self.get(self.token_, address).status_code, 200)

    def test_principals(self):
        self.assertEqual(self.get(self.token_, f'{ISSUER}/v1/principals').json(), {'principals': []})
        play('principals')
        people = self.get(self.token_, f'{ISSUER}/v1/principals').json()['principals']
        self.assertEqual([p['name'] for p in people], ['見本　一郎', '見本　さくら'])
        for person in people:
            for _, body in self.documents(self.token_, subject=person['id']):
                self.assertNotRegex(body.decode(), '花子|ハナコ|19680115')
        play('principals', 'foreign-subject')
        self.assertIn('タロウ', self.documents(self.token_, subject=people[0]['id'])[0][1].decode())

    def test_many(self):
        play('documents=60')
        found = self.documents(self.token_)
        self.assertEqual([sum(1 for d, _ in found if d['kind'] == k) for k in ('checkup', 'medication', 'expense')], [20, 20, 20])
        self.assertEqual(len({body for _, body in found}), 60)

    def test_changes_upstream(self):
        before = self.documents(self.token_)
        play('changed-document')
        changed = self.documents(self.token_)
        self.assertEqual([a[1] == b[1] for a, b in zip(before, changed)], [False, True, True, True, False, True, True, False, True])
        play('vanished-document')
        self.assertEqual([body for _, body in self.documents(self.token_)], [before[n][1] for n in (1, 2, 3, 5, 6, 8)])
        play('expense-xml')
        self.assertEqual(len(self.documents(self.token_)), len(before) + 1)
        play('strict-period')
        self.assertEqual(len(self.documents(self.token_, **{'from': '2025-01-01'})), 4)

    def test_odd_listings(self):
        result = self.result('kind-unasked', kinds=['checkup'])
        self.assertEqual([i['kind'] for i in result['items']], ['checkup', 'medication'])
        self.assertTrue(self.result('id-with-slash')['items'][0]['documents'][0]['id'].startswith('../'))
        play('no-idempotency')
        key = '12345678-1234-1234-1234-123456789012'
        self.assertNotEqual(self.start(self.token_, key).headers['Location'], self.start(self.token_, key).headers['Location'])


class Bodies(PortalTest):
    def setUp(self):
        super().setUp()
        play()
        self.token_ = self.access()

    def fetched(self, *scenario, kinds=('checkup',)):
        """(what is listed, answer) of the first document."""
        play(*scenario)
        listed, address = self.first(self.token_, kinds=list(kinds))
        return listed, self.get(self.token_, address)

    def right(self, listed, answer):
        self.assertEqual((listed['size'], listed['sha256']), (len(answer.content), hashlib.sha256(answer.content).hexdigest()))
        return answer.content

    def xmllint(self, body, *options):
        return run('xmllint', '--noout', '--nonet', *options, '-', input=body).stdout.decode(errors='replace')

    def test_sizes(self):
        self.assertEqual(len(self.right(*self.fetched('big'))), TEN_MIB)
        self.assertEqual(len(self.right(*self.fetched('too-big'))), TEN_MIB + 1)
        listed, answer = self.fetched('lying-size')
        self.assertLess(listed['size'], 100_000)
        self.assertGreater(len(answer.content), TEN_MIB)

    def test_gzip(self):
        listed, _ = self.fetched('gzip')
        _, address = self.first(self.token_, kinds=['checkup'])
        raw = self.get(self.token_, address, stream=True).raw
        packed = raw.read(decode_content=False)
        self.assertEqual(raw.headers['Content-Encoding'], 'gzip')
        self.assertLess(len(packed), 200_000)
        self.assertEqual(len(gzip.decompress(packed)), listed['size'] + (64 << 20))

    def test_lies(self):
        listed, answer = self.fetched('wrong-sha256')
        self.assertEqual(listed['size'], len(answer.content))
        self.assertNotEqual(listed['sha256'], hashlib.sha256(answer.content).hexdigest())
        listed, answer = self.fetched('wrong-media-type')
        self.assertNotEqual(listed['media_type'], answer.headers['Content-Type'])
        _, answer = self.fetched('html-200')
        self.assertEqual((answer.status_code, answer.headers['Content-Type']), (200, 'text/html'))
        self.assertEqual(self.fetched('document-gone')[1].status_code, 404)

    def test_base64(self):
        listed, answer = self.fetched('base64')
        value = json.loads(answer.content)
        self.assertEqual((answer.headers['Content-Type'], value['encoding']), ('application/json', 'base64'))
        body = base64.b64decode(value['data'], validate=True)
        self.assertEqual(listed['sha256'], hashlib.sha256(body).hexdigest())
        with self.assertRaises(ValueError):
            base64.b64decode(json.loads(self.fetched('bad-base64')[1].content)['data'], validate=True)

    def test_content(self):
        self.assertTrue(self.right(*self.fetched('bom')).startswith(b'\xef\xbb\xbf<?xml'))
        body = self.right(*self.fetched('shift-jis'))
        self.assertIn('ミホン　ハナコ', body.decode('cp932'))
        self.assertEqual(self.xmllint(body), '')
        self.assertIn(b'<!DOCTYPE ClinicalDocument', self.right(*self.fetched('dtd')))
        self.assertIn('entity reference loop', self.xmllint(self.right(*self.fetched('entity-bomb')), '--noent'))
        self.assertIn('depth', self.xmllint(self.right(*self.fetched('deep'))))
        self.assertIn('parser error', self.xmllint(self.right(*self.fetched('not-xml'))))
        self.assertIn('タロウ', self.right(*self.fetched('foreign-subject')).decode())
        for kind in ('checkup', 'medication', 'expense'):
            body = self.right(*self.fetched('personal-number', kinds=[kind]))
            self.assertIn('123456789018', body.decode())

    def test_which_document(self):
        play('wrong-sha256=medication', 'too-big=1', 'document-gone=all')
        _, result = self.retrieve(self.token_)
        sizes = [d['size'] for i in result['items'] for d in i['documents']]
        self.assertEqual([n for n, size in enumerate(sizes) if size > TEN_MIB], [1])
        wrong = hashlib.sha256(b'something else').hexdigest()
        self.assertEqual([[d['sha256'] == wrong for d in i['documents']] for i in result['items']],
                         [[False] * 4, [True] * 3, [False] * 2])

    def test_only_so_often(self):
        play('partial*1', 'html-200*1', 'bom*1')
        place, result = self.retrieve(self.token_)
        self.assertEqual(result['status'], 'partial')
        address = f'{place}/documents/{result["items"][0]["documents"][0]["id"]}'
        self.assertEqual(self.get(self.token_, address).headers['Content-Type'], 'text/html')
        self.assertTrue(self.get(self.token_, address).content.startswith(b'\xef\xbb\xbf'))
        self.assertEqual(self.retrieve(self.token_)[1]['status'], 'succeeded')
        self.assertTrue(self.documents(self.token_)[0][1].startswith(b'<?xml'))

    def test_unknown_scenarios(self):
        for word in ('no-such', 'pending=some', 'drop@nowhere', 'Drop', 'empty=all', 'bom=checkups'):
            with self.assertRaises(AssertionError):
                play(word)
        self.assertEqual(portal('scenario'), 'retry-after=0')


if __name__ == '__main__':
    unittest.main(verbosity=2)
