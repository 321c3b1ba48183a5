"""The invented people of the simulation, and the words by which documents name them. Those of tests/data are 見本 花子."""
import base64
import dataclasses
import hashlib


@dataclasses.dataclass(frozen=True)
class Person:
    id: str
    name: str        # with the full-width space documents have
    kana: str
    half_kana: str
    birth: str       # YYYYMMDD
    sex: str         # 1 male, 2 female (HL7 and MHLW)

    @property
    def birth_in_words(self):
        return f'{self.birth[:4]}年{self.birth[4:6]}月{self.birth[6:]}日'

    @property
    def sex_in_words(self):
        return '男' if self.sex == '1' else '女'

    def subject(self, client_id):
        """The portal's name of this person for this client: pairwise, and the same in both flows."""
        digest = hashlib.sha256(f'{client_id} {self.id}'.encode()).digest()
        return base64.urlsafe_b64encode(digest[:18]).decode()


PEOPLE = {p.id: p for p in (
    Person('hanako', '見本　花子', 'ミホン　ハナコ', 'ﾐﾎﾝ ﾊﾅｺ', '19680115', '2'),
    Person('taro', '見本　太郎', 'ミホン　タロウ', 'ﾐﾎﾝ ﾀﾛｳ', '19650320', '1'),
    Person('ichiro', '見本　一郎', 'ミホン　イチロウ', 'ﾐﾎﾝ ｲﾁﾛｳ', '19400511', '1'),
    Person('sakura', '見本　さくら', 'ミホン　サクラ', 'ﾐﾎﾝ ｻｸﾗ', '19420903', '2'))}

# Whom 見本 花子 acts for (代理人).
PRINCIPALS = ('ichiro', 'sakura')


def principal_id(person):
    return 'p-' + hashlib.sha256(f'principal {person}'.encode()).hexdigest()[:20]
