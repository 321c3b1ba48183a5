"""When the portal is open (the founding manual's hours): written down here a second time, so that the daemon is not compared
with itself. Japan's time."""
import datetime

from .clock import JAPAN

# 国民の祝日 and 振替休日 of the years tests play in (Cabinet Office's list).
HOLIDAYS = {
    2025: '0101 0113 0211 0223 0224 0320 0429 0503 0504 0505 0506 0721 0811 0915 0923 1013 1103 1123 1124',
    2026: '0101 0112 0211 0223 0320 0429 0503 0504 0505 0506 0720 0811 0921 0922 0923 1012 1103 1123',
    2027: '0101 0111 0211 0223 0321 0322 0429 0503 0504 0505 0719 0811 0920 0923 1011 1103 1123',
}


def holiday(day):
    return day.strftime('%m%d') in HOLIDAYS.get(day.year, '').split()


def span(day):
    """Hours (first, end) of a day, or None."""
    if (day.month, day.day) >= (12, 29) or (day.month, day.day) <= (1, 3):
        return None
    if day.weekday() == 5 and 15 <= day.day <= 21:
        return None
    return (8, 17) if day.weekday() >= 5 or holiday(day) else (8, 21)


def is_open(unix):
    at = datetime.datetime.fromtimestamp(unix, JAPAN)
    hours = span(at.date())
    return hours is not None and hours[0] <= at.hour < hours[1]


def next_opening(unix):
    at = datetime.datetime.fromtimestamp(unix, JAPAN)
    for days in range(30):
        day = at.date() + datetime.timedelta(days=days)
        if hours := span(day):
            opening = datetime.datetime.combine(day, datetime.time(hours[0]), JAPAN)
            if opening >= at:
                return int(opening.timestamp())
    return None
