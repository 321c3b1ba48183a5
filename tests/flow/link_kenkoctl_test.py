#!/usr/bin/python3
"""Linking as a person at a terminal knows it: kenkoctl link, history, unlink and purge --fetched against the simulated portal, with
the words of the founding manual and of the portal's errors, and the agent that opens a browser."""
import json
import os
import re
import signal
import subprocess
import unittest

from people import ANSWER, QUESTION, Daemon, harness, kenkoctl
from links import HAS, portal

PIN = '1234'
FIRST = (PIN, QUESTION, ANSWER)  # what is asked at the first link, and at later ones
AGAIN = (ANSWER, PIN)
DONE, FAILED, REFUSED, NOTHING, NOT_READY, CARD, PORTAL, PARTIAL, INTERRUPTED = 0, 1, 5, 6, 8, 11, 12, 13, 130


class LinkKenkoctl(harness.KenkodTest):
    may_restart = True

    def setUp(self):
        portal('clear')
        super().setUp()
        subprocess.run(['world-card', 'fresh'], check=True)
        subprocess.run(['world-card', 'insert'], check=True)

    def run_it(self, expected, *arguments, **more):
        status, out, err = kenkoctl(*arguments, **{'japanese': True, **more})
        self.assertEqual(status, expected, f'{arguments}\n{out}{err}')
        return out, err

    def linked(self):
        self.run_it(DONE, 'terms', '--accept')
        return self.run_it(DONE, 'link', '--card', answers=FIRST)

    def test_the_whole_way(self):
        _, err = self.run_it(NOT_READY, 'link')
        self.assertIn('kenkoctl terms --accept', err)
        out, err = self.linked()
        self.assertIn('マイナポータル連携が完了しました', out.splitlines())
        self.assertRegex(out, f'健診・検診結果 +新規 {HAS["checkup"]}件\n')
        self.assertIn('※最新の健診・医療情報を表示するには都度連携の上データを取得する必要があります\n', out)
        self.assertIn('取得しています(文書9件)\n', err)
        out, _ = self.run_it(DONE, 'status')
        self.assertRegex(out, 'マイナポータル連携 +連携済み\n最終取得 +20')
        out, _ = self.run_it(DONE, 'link', '--card', answers=AGAIN)
        self.assertRegex(out, f'健診・検診結果 +変更なし {HAS["checkup"]}件\n')
        out, _ = self.run_it(DONE, 'history', '--format', 'json', answers=[ANSWER])
        newer, older = json.loads(out)
        self.assertEqual((newer['flow'], newer['kinds'][0]['unchanged'], older['kinds'][0]['imported']),
                         ('card', HAS['checkup'], HAS['checkup']))
        out, _ = self.run_it(DONE, 'history', answers=[ANSWER])
        self.assertIn('カードでログイン', out)
        for kind in HAS:
            self.run_it(DONE, 'show', kind, answers=[ANSWER])
        out, _ = self.run_it(DONE, 'unlink', answers=[ANSWER])
        self.assertIn('0120-95-0178 (24時間365日)', out)
        out, err = self.run_it(DONE, 'purge', '--fetched', answers=[ANSWER])
        self.assertIn(f'文書{HAS["checkup"]}件', out)
        self.assertIn('再度マイナポータルからデータを取得しても復元できないデータが含まれる可能性があるため、ご注意ください', err)
        self.assertIn('すべての取得データを削除しました', out.splitlines())
        self.run_it(NOTHING, 'show', 'checkup', answers=[ANSWER])
        self.run_it(NOTHING, 'purge', '--fetched', answers=[ANSWER])

    def test_every_trouble_has_its_words(self):
        self.linked()
        for scenario, status, words in (
                ('maintenance', PORTAL, 'メンテナンス中です'),
                ('maintenance=3600', PORTAL, r'メンテナンス中です\(\d{4}年\d+月\d+日\(.\) \d+:\d\dまで\)'),
                ('tls-wrong-name', FAILED, '安全な接続を確認できません'),
                ('discovery-other-issuer', FAILED, '連携を中止しました'),
                ('id-token-wrong-nonce', FAILED, '連携を中止しました'),
                ('ocsp-revoked', CARD, r'カードの利用停止・失効[\s\S]*市区町村窓口[\s\S]*0120-95-0178'),
                ('not-registered', NOT_READY, 'マイナポータルの利用者登録が必要です'),
                ('rate-limited=300', PORTAL, r'しばらくしてからもう一度お試しください\(\d{4}年')):
            with self.subTest(scenario):
                portal('scenario', scenario)
                out, err = self.run_it(status, 'link', '--card', answers=AGAIN)
                self.assertRegex(err, f'kenkoctl: {words}')
                self.assertEqual(out, '')
        self.assertIn('次の取得', self.run_it(DONE, 'status')[0])

    def test_out_of_hours_tells_the_next_opening(self):
        self.linked()
        now = int(subprocess.run(['date', '+%-H'], env={**os.environ, 'TZ': 'Asia/Tokyo'}, stdout=subprocess.PIPE, check=True).stdout)
        span = '13:00-21:00' if now < 12 else '08:00-11:00'
        Daemon.configure(f'portal.hours=weekday {span}; holiday {span}')
        Daemon.restart()
        _, err = self.run_it(PORTAL, 'link', '--card', answers=AGAIN)
        self.assertRegex(err, r'取得可能な時間帯ではありません。次は\d{4}年\d+月\d+日\(.\) \d+:00から取得できます\n')
        self.assertIn('取得可能な時間帯ではありません', self.run_it(DONE, 'status')[0])
        self.run_it(DONE, 'link', '--card', '--anyway', answers=AGAIN)

    def test_a_part_and_nothing_to_show(self):
        self.linked()
        portal('scenario', 'partial', 'changed-document')
        out, err = self.run_it(PARTIAL, 'link', '--card', answers=AGAIN)
        self.assertIn('マイナポータル連携が完了しました\n', out)
        self.assertRegex(out, '医療費のお知らせ +取得できませんでした\n    マイナポータルに接続できません\n  → ')
        self.assertIn('取得できなかった種類があります', err)
        said = []
        for scenario in ('empty', 'withheld'):
            portal('scenario', scenario)
            said.append(self.run_it(DONE, 'link', '--card', answers=AGAIN))
        self.assertEqual(said[0], said[1])
        self.assertEqual(said[0][0].count('表示できる情報がありません'), 3)

    def browser_link(self, **environment):
        reading, writing = os.pipe()
        os.write(writing, f'{QUESTION}\n{ANSWER}\n'.encode())
        os.close(writing)
        bare = {k: v for k, v in os.environ.items() if k not in ('BROWSER', 'DISPLAY', 'WAYLAND_DISPLAY')}
        process = subprocess.Popen(
            ['world-as', 'alice', 'kenkoctl', '--answer-fd', str(reading), 'link', '--browser'], pass_fds=[reading], text=True,
            env={**bare, 'LC_ALL': 'C.UTF-8', 'LANGUAGE': 'en', **environment}, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        os.close(reading)
        self.addCleanup(process.communicate)
        return process

    def test_in_the_browser(self):
        self.run_it(DONE, 'terms', '--accept')
        process = self.browser_link(BROWSER='world-browser')
        out, err = process.communicate(timeout=120)
        self.assertEqual(process.returncode, DONE, out + err)
        self.assertIn('The マイナポータル link is complete', out)

    def address_of(self, process):
        for line in process.stderr:
            if found := re.search('https://localhost:8443/[^ ]*', line):
                return found[0].strip()
        return self.fail('no address was shown')

    def test_without_a_browser_the_address_is_shown(self):
        self.run_it(DONE, 'terms', '--accept')
        process = self.browser_link()
        subprocess.run(['world-as', 'alice', 'world-browser', self.address_of(process)], stdout=subprocess.DEVNULL, check=True)
        out, err = process.communicate(timeout=120)
        self.assertEqual(process.returncode, DONE, out + err)

    def test_a_person_who_cancels_at_the_portal(self):
        self.run_it(DONE, 'terms', '--accept')
        portal('user', 'cancel')
        process = self.browser_link(BROWSER='world-browser')
        out, err = process.communicate(timeout=120)
        self.assertEqual((process.returncode, out), (7, ''), err)
        self.assertIn('kenkoctl: The link was called off\n', err)

    def test_control_c(self):
        self.run_it(DONE, 'terms', '--accept')
        process = self.browser_link()
        self.address_of(process)
        process.send_signal(signal.SIGINT)  # world-as has become kenkoctl
        out, err = process.communicate(timeout=60)
        self.assertEqual((process.returncode, out), (INTERRUPTED, ''), err)
        self.assertIn('未連携', self.run_it(DONE, 'status')[0])


if __name__ == '__main__':
    unittest.main(verbosity=2)
