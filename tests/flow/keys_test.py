#!/usr/bin/python3
"""A vault opens only where all of its keys are; the error says which part is missing, the recovery key replaces what is lost. Every
tampered file is named; a torn end of the log is a crash, not damage."""
import os
import pathlib
import re
import shutil
import unittest

from people import WORLD, Daemon, Person, examination, harness, import_bytes, query, sample

CREDENTIAL = pathlib.Path(WORLD) / 'kenkod' / 'credentials' / 'host-secret'


def vault_of(person):
    return Daemon.state() / 'vaults' / str(person.uid)


def replace_bytes(path, content):
    """In place: owner and mode stay."""
    with open(path, 'r+b') as f:
        f.truncate()
        f.write(content)


class KeysTest(harness.KenkodTest):
    may_restart = True

    def setUp(self):
        super().setUp()
        self.alice = Person('alice')
        self.addCleanup(self.alice.leave)

    def set_up(self, **agent):
        result = self.alice.set_up(**agent)
        self.agent = self.alice.helper
        session = self.alice.open()
        import_bytes(session, sample())
        self.rows = query(session)
        session.call('Close')
        return result

    def agree(self):
        self.alice.manager.call('AcceptTerms', self.alice.manager.call('GetTerms', 'ja')[0])

    def opens(self, **options):
        session = self.alice.open(**options)
        self.assertEqual(query(session), self.rows)
        session.call('Close')

    def refused(self, error, *, keys=None, **options):
        self.fails(error, self.alice.manager.begin('OpenSession', ['checkup'], '試験', **options), **(keys or {}))


class Recovery(KeysTest):
    def move_to_another_machine(self):
        """The same state directory, another host secret."""
        Daemon.stop()
        CREDENTIAL.chmod(0o600)
        replace_bytes(CREDENTIAL, os.urandom(64))
        self.addCleanup(Daemon.start)
        Daemon.start()
        self.agent.register()
        self.refused('KeyMissing', keys={'part': 'host-secret'})
        self.assertEqual(self.alice.status()['vault'], 'foreign-host')
        # The ledger of consents stayed under the secret of the other machine.
        self.assertFalse(self.alice.status()['consent'])
        self.agree()

    def test_another_machine_lacks_the_host_secret(self):
        self.set_up(recovery=True)
        self.move_to_another_machine()
        self.assertEqual(self.alice.status()['vault'], 'foreign-host')
        self.refused('KeyMissing', keys={'part': 'host-secret'})
        self.opens(recovery=True)
        # It is bound to this machine now.
        self.assertEqual(self.alice.status()['vault'], 'ready')
        self.opens()

    def test_another_machine_with_an_empty_keyring_is_opened_by_the_recovery_key_too(self):
        self.set_up(recovery=True)
        self.agent.keyring.clear()
        self.move_to_another_machine()
        self.opens(recovery=True)
        self.assertEqual(len(self.agent.keyring), 1)
        self.opens()

    def test_a_lost_device_key_is_named_and_replaced(self):
        self.assertEqual(self.set_up(recovery=True), {'device-key': True, 'recovery-key': True})
        self.agent.keyring.clear()
        self.refused('KeyMissing', keys={'part': 'device-key'})
        self.opens(recovery=True)
        self.opens()

    def test_a_keyring_that_is_gone_is_a_lost_device_key(self):
        self.set_up(recovery=True)
        self.agent.keyring = None
        self.refused('KeyMissing', keys={'part': 'device-key'})
        self.opens(recovery=True)
        self.assertFalse(self.alice.status()['device-key'])
        self.opens()

    def test_another_device_key_does_not_open(self):
        self.set_up(recovery=True)
        for vault in self.agent.keyring:
            self.agent.keyring[vault] = os.urandom(32)
        self.refused('KeyMissing', keys={'part': 'device-key'})
        self.opens(recovery=True)

    def test_a_wrong_recovery_key_is_a_wrong_answer(self):
        self.set_up(recovery=True)
        right = self.agent.recovery_keys[-1]
        mistyped = ('1' if right[0] != '1' else '2') + right[1:]
        self.agent.script = [f'{mistyped}\nひまわり', harness.DISMISS]
        self.refused('WrongAnswer', recovery=True)
        self.assertEqual([p['tries-left'] for p in self.agent.asked[-2:]], [20, 20])  # noticed without a try
        with Person('bob') as bob:
            bob.set_up(recovery=True)
            self.agent.script = [f'{bob.helper.recovery_keys[-1]}\nひまわり', harness.DISMISS]
        self.refused('WrongAnswer', recovery=True)
        self.assertEqual([p['tries-left'] for p in self.agent.asked[-2:]], [20, 19])
        self.agent.script = [f'{right}\nたんぽぽ', harness.DISMISS]
        self.refused('WrongAnswer', recovery=True)
        self.opens(recovery=True)
        self.opens()

    def test_a_vault_without_keyring_says_so(self):
        self.assertEqual(self.set_up(keyring=None), {'device-key': False, 'recovery-key': False})
        self.assertFalse(self.alice.status()['device-key'])
        self.opens()
        self.move_to_another_machine()
        self.refused('KeyMissing', keys={'part': 'host-secret'})

    def test_another_account_with_the_same_number_is_not_let_in(self):
        self.set_up(recovery=True)
        self.alice.leave()
        Daemon.stop()

        def rename(before, after):
            passwd = pathlib.Path('/etc/passwd')
            replace_bytes(passwd, re.sub(f'^{before}:', f'{after}:', passwd.read_text(encoding='utf-8'), flags=re.MULTILINE).encode())
            shutil.move(f'{WORLD}/people/{before}', f'{WORLD}/people/{after}')

        rename('alice', 'carol')
        try:
            Daemon.start()
            with Person('carol') as carol:
                carol.with_agent(recovery=True, keyring=self.agent.keyring).recovery_keys = self.agent.recovery_keys
                status = carol.status()
                self.assertEqual(status['vault'], 'foreign-user')
                for options in ({}, {'recovery': True}):
                    self.fails('Locked', carol.manager.begin('OpenSession', ['checkup'], '試験', **options))
                self.assertEqual(carol.helper.asked, [])
        finally:
            rename('carol', 'alice')


class Damage(KeysTest):
    def setUp(self):
        super().setUp()
        self.set_up(recovery=True)
        self.folder = vault_of(self.alice)

    def tampered(self, name, change):
        """The daemon meets a changed file at its next start."""
        Daemon.stop()
        path = self.folder / name
        replace_bytes(path, change(path.read_bytes()))
        Daemon.start()
        self.agent.register()

    @staticmethod
    def flip(content, at=None):
        at = len(content) // 2 if at is None else at
        return content[:at] + bytes([content[at] ^ 1]) + content[at + 1:]

    def test_every_changed_file_is_named(self):
        saved = {p: p.read_bytes() for p in self.folder.iterdir() if p.is_file()}
        self.assertLessEqual({'keys', 'tries', 'snapshot', 'log'}, {p.name for p in saved})
        for name in ('keys', 'tries', 'snapshot', 'log'):
            for how, change in (('changed', self.flip), ('cut', lambda c: c[:len(c) // 3]), ('empty', lambda _: b'')):
                with self.subTest(file=name, how=how):
                    if name == 'log' and how != 'changed':
                        continue  # that is a crash while writing, see below
                    self.tampered(name, change)
                    try:
                        self.refused('VaultDamaged', keys={'part': name})
                        if name in ('keys', 'tries'):
                            self.assertEqual(self.alice.status()['vault'], 'damaged')
                    finally:
                        Daemon.stop()
                        for path, content in saved.items():
                            replace_bytes(path, content)
                        Daemon.start()
                        self.agent.register()
                    self.opens()

    def test_a_missing_file_is_named(self):
        for name in ('tries', 'snapshot', 'log'):
            with self.subTest(file=name):
                aside = self.folder.parent / 'aside'
                Daemon.stop()
                os.rename(self.folder / name, aside)
                Daemon.start()
                self.agent.register()
                error = self.alice.manager.error('OpenSession', ['checkup'], '試験')
                self.assertEqual((error.short, error.key('part')), ('VaultDamaged', name))
                Daemon.stop()
                (self.folder / name).unlink(missing_ok=True)
                os.rename(aside, self.folder / name)
                Daemon.start()
                self.agent.register()
                self.opens()

    def test_a_changed_document_is_found_when_it_is_read(self):
        self.tampered(f'documents/{self.rows[0]["document"]}', self.flip)
        session = self.alice.open()
        self.assertEqual(query(session), self.rows)
        with open('/dev/null', 'wb') as nowhere:
            self.fails('VaultDamaged', session.begin('Export', nowhere), part='document')

    def test_a_torn_end_of_the_log_is_a_crash(self):
        before = self.rows
        session = self.alice.open()
        import_bytes(session, examination(1))
        session.call('Close')
        self.tampered('log', lambda c: c[:-7])
        self.opens()  # the last frame is gone, as if it had never been answered
        self.tampered('log', lambda c: c + b'\x00\x00\x01torn')
        self.opens()
        self.assertEqual(self.rows, before)
        session = self.alice.open()
        self.assertEqual(import_bytes(session, examination(1))[0]['outcome'], 'imported')

    def test_files_of_another_vault_are_damage(self):
        with Person('bob') as bob:
            bob.set_up()
            for name in ('keys', 'snapshot', 'log'):
                content = (vault_of(bob) / name).read_bytes()
                saved = (self.folder / name).read_bytes()
                with self.subTest(file=name):
                    self.tampered(name, lambda _, c=content: c)
                    error = self.alice.manager.error('OpenSession', ['checkup'], '試験')
                    # Whose keys they are is told before anything of them is used.
                    self.assertEqual(error.short, 'Locked' if name == 'keys' else 'VaultDamaged', error.text)
                self.tampered(name, lambda _, c=saved: c)
        self.opens()


if __name__ == '__main__':
    unittest.main(verbosity=2)
