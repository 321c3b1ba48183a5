"""The simulator's own clock: real, turned forward or back, or standing still."""
import datetime
import time

JAPAN = datetime.timezone(datetime.timedelta(hours=9))


class Clock:
    def __init__(self):
        self.offset = 0.0
        self.stopped_at = None
        self.advanced = 0.0

    def now(self):
        """Unix seconds."""
        return self.stopped_at if self.stopped_at is not None else time.time() + self.offset

    def steady(self):
        """Seconds that never go back: real ones, and those the clock was advanced by."""
        return time.monotonic() + self.advanced

    def japan(self):
        return datetime.datetime.fromtimestamp(self.now(), JAPAN)

    def set(self, words):
        """`real`, `+SECONDS`, or a time as ISO 8601 (Japan's where it names no zone), with `stopped` standing still there."""
        if words == ['real']:
            self.offset, self.stopped_at = 0.0, None
        elif len(words) == 1 and words[0].startswith('+'):
            seconds = float(words[0])
            self.advanced += seconds
            self.offset += seconds
            if self.stopped_at is not None:
                self.stopped_at += seconds
        elif words and words[1:] in ([], ['stopped']):
            at = datetime.datetime.fromisoformat(words[0].replace('Z', '+00:00'))
            at = (at if at.tzinfo else at.replace(tzinfo=JAPAN)).timestamp()
            self.offset, self.stopped_at = at - time.time(), at if words[1:] else None
        elif words:
            raise ValueError('clock real | +SECONDS | ISO-TIME [stopped]')

    def state(self):
        return {'offset': self.offset, 'stopped_at': self.stopped_at}

    def load(self, state):
        self.offset, self.stopped_at = state['offset'], state['stopped_at']
