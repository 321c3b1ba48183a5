#!/usr/bin/python3
"""What leaves the computer (SIM-35): every packet of the world's network while links of both kinds succeed and fail, and every
decrypted word the portal saw. Nothing but the configured portal and the person's own browser is talked to, and nobody is told
a PIN, an answer, records, the user, or the computer."""
import base64
import json
import os
import pwd
import re
import socket
import struct
import subprocess
import threading
import unittest

from cards import Cards
from links import ANSWER, QUESTION, KINDS, LinkTest, portal

PORT = 8443
READER = {35963, 35964}  # where the simulated cards reach their reader
AWAY = 'away0'
ETH_P_ALL = 3
NEVER = ('cookie', 'accept-encoding', 'referer', 'from', 'x-forwarded-for', 'via', 'accept-language')


class Capture:
    """Every packet of this network namespace. Besides the loopback there is a way out into nothing, so that whatever tried to
    leave would be seen: an interface with the default route. Without IPv6, whose kernel says hello by itself."""

    def __init__(self):
        self.ip(f'link add {AWAY} type veth peer name {AWAY}-end')
        for name in (AWAY, f'{AWAY}-end'):
            with open(f'/proc/sys/net/ipv6/conf/{name}/disable_ipv6', 'w', encoding='ascii') as file:
                file.write('1')
            self.ip(f'link set {name} up')
        self.ip(f'address add 192.0.2.2/24 dev {AWAY}')
        self.ip(f'route add default via 192.0.2.1 dev {AWAY}')
        self.ip(f'neighbour add 192.0.2.1 lladdr 02:00:00:00:00:01 dev {AWAY}')
        self.socket = socket.socket(socket.AF_PACKET, socket.SOCK_RAW, socket.htons(ETH_P_ALL))
        self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 64 << 20)
        self.packets, self.ended = [], False
        self.thread = threading.Thread(target=self.take, daemon=True)
        self.thread.start()

    def take(self):
        self.socket.settimeout(0.2)
        while not self.ended:
            try:
                data, (interface, *_) = self.socket.recvfrom(65535)
                self.packets.append((interface, data))
            except TimeoutError:
                continue

    def end(self):
        self.ended = True
        self.thread.join()
        self.socket.close()
        self.ip(f'link delete {AWAY}')
        return self.packets

    @staticmethod
    def ip(command):
        subprocess.run(['ip', *command.split()], check=True)


def unpacked(text):
    """With what stands in it in base64url, such as the statement a card has signed."""
    parts = re.findall('[A-Za-z0-9_-]{40,}', text)
    return '\n'.join([text, *(base64.urlsafe_b64decode(part + '=' * (-len(part) % 4)).decode('utf-8', 'replace') for part in parts
                              if len(part) % 4 != 1)])


def tcp_ports(data):
    """(source, destination) of a TCP packet between loopback addresses, or None for anything else."""
    kind = struct.unpack('!H', data[12:14])[0]
    if kind == 0x0800 and data[14 + 9] == 6 and data[14 + 12] == data[14 + 16] == 127:
        begin = 14 + (data[14] & 15) * 4
    elif kind == 0x86DD and data[14 + 6] == 6 and data[14 + 8:14 + 24] == data[14 + 24:14 + 40] == bytes(15) + b'\1':
        begin = 14 + 40
    else:
        return None
    return struct.unpack('!HH', data[begin:begin + 4])


class Privacy(Cards, LinkTest):
    def setUp(self):
        super().setUp()
        self.put_first_in()
        self.redirects = set()

    def play(self):
        """Links of every kind, good and bad; what people and programs say meanwhile."""
        for scenario, flow, fine in (('none', 'browser', True), ('none', 'card', True), ('partial', 'card', True),
                                     ('user-cancels', 'browser', False), ('maintenance', 'card', False), ('iss-wrong', 'browser', False),
                                     ('wrong-sha256=all', 'card', True), ('ocsp-revoked', 'card', False)):
            self.portal('scenario', scenario)
            pending = self.begin_link(flow=flow)
            if fine:
                pending.result()
            else:
                pending.error()
        self.agent.pin = '9999'
        self.portal('scenario', 'none')
        self.fails('PinIncorrect', self.begin_link(flow='card'))
        for _, url in self.agent.opened:
            self.redirects.add(int(re.search(r'redirect_uri=http%3A%2F%2F127\.0\.0\.1%3A(\d+)', url)[1]))

    def secrets(self):
        """What nobody outside has to know."""
        with open('/etc/machine-id', encoding='ascii') as file:
            machine = file.read().strip()
        values = set()
        for kind in KINDS:
            for row in self.rows(kind):
                values |= {row[name] for name in ('document', 'facility', 'name', 'name-received', 'value-meaning') if row.get(name)}
        words = {ANSWER, QUESTION, 'alice', pwd.getpwnam('alice').pw_gecos, os.uname().nodename, socket.gethostname(), machine,
                 '見本', 'ミホン', '19680115', '1968-01-15', *values}
        return {word for word in words if len(word) > 2}

    def test_what_leaves(self):
        capture = Capture()
        try:
            self.play()
        finally:
            packets = capture.end()
        self.assertGreater(len(packets), 100)
        self.assertEqual([data.hex() for interface, data in packets if interface != 'lo'], [])
        for _, data in packets:
            ports = tcp_ports(data)
            self.assertIsNotNone(ports, data.hex())
            self.assertTrue({PORT, *READER, *self.redirects} & set(ports), ports)

        text = portal('log')
        entries = [json.loads(line) for line in text.splitlines()]
        self.assertGreater(len(entries), 40)
        ours = [entry for entry in entries if entry['endpoint'] not in ('authorize', 'page', 'front')]
        self.assertEqual({dict(entry['headers']).get('User-Agent') for entry in ours}, {'kenkod/1'})
        for entry in ours:
            self.assertFalse({name.lower() for name in dict(entry['headers'])} & set(NEVER), entry['headers'])
        text = unpacked(text)
        for secret in self.secrets():
            self.assertNotIn(secret, text)
        # A PIN is four digits, which stand in many numbers: alone it may not be there.
        for pin in ('1234', '9999'):
            self.assertIsNone(re.search(rf'(?<![0-9A-Za-z_.-]){pin}(?![0-9A-Za-z_.-])', text))
        self.assertEqual(self.violations(), '')

    def test_a_packet_that_leaves_is_seen(self):
        capture = Capture()
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as other:
            other.sendto(b'hello', ('203.0.113.5', 53))
        try:
            self.until('the packet is seen', lambda: any(b'hello' in data for _, data in capture.packets))
        finally:
            packets = capture.end()
        self.assertIsNone(tcp_ports(next(data for _, data in packets if b'hello' in data)))


if __name__ == '__main__':
    unittest.main()
