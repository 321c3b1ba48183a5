"""What this portal is called and whom it knows."""
import dataclasses

KINDS = ('checkup', 'medication', 'expense')


@dataclasses.dataclass
class Config:
    directory: str
    port: int
    card_root: str            # PEM of the authority whose cards log in, or '' (read when a card comes)
    cards: dict               # person → PEM certificate of their card; any other card is taro's
    redirect_path: str = '/callback'
    client_id: str = 'kenkod-sim'
    term_days: int = 90
    scopes: dict = dataclasses.field(default_factory=lambda: {kind: f'health.{kind}' for kind in KINDS})

    @property
    def issuer(self):
        return f'https://localhost:{self.port}'
