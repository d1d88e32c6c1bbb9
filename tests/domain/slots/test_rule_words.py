import pytest
from hypothesis import given

from o3cli.domain.slots.rrule import parse_rrule
from o3cli.domain.slots.rule_words import find_unknown, find_weekday, format_rule, parse_rule, split_words
from o3cli.domain.slots.slot import Frequency, Rule, RuleDay, monthly, weekly
from o3cli.errors.slots import BadRecurrence, FifthWeekday, NotARule, SecondOrOther
from tests.slot_strategies import rules

MON, TUE, WED, THU, FRI, SAT, SUN = range(7)
WORDS = {
    "weekly on mon": weekly(MON),
    "every monday": weekly(MON),
    "mondays": weekly(MON),
    "Each Mon": weekly(MON),
    "every week on monday": weekly(MON),
    "tous les lundis": weekly(MON),
    "chaque lundi": weekly(MON),
    "le lundi": weekly(MON),
    "hebdomadaire le lundi": weekly(MON),
    "toutes les semaines, le lundi": weekly(MON),
    "mon and thu": weekly(MON, THU),
    "le mardi et le jeudi": weekly(TUE, THU),
    "weekly on mon,wed": weekly(MON, WED),
    "wed, mon, wed": weekly(MON, WED),
    "weekdays": weekly(MON, TUE, WED, THU, FRI),
    "every weekday": weekly(MON, TUE, WED, THU, FRI),
    "mon-fri": weekly(MON, TUE, WED, THU, FRI),
    "every tue-thu": weekly(TUE, WED, THU),
    "2 weeks on tue": weekly(TUE, every=2),
    "every 2 weeks on tue": weekly(TUE, every=2),
    "every two weeks on Tues": weekly(TUE, every=2),
    "on tuesdays every 2 weeks": weekly(TUE, every=2),
    "every 2nd week on tue": weekly(TUE, every=2),
    "every other tuesday": weekly(TUE, every=2),
    "every other week on tue": weekly(TUE, every=2),
    "biweekly on tue": weekly(TUE, every=2),
    "fortnightly on tue": weekly(TUE, every=2),
    "every tue fortnightly": weekly(TUE, every=2),
    "toutes les 2 semaines le mardi": weekly(TUE, every=2),
    "toutes les deux semaines le mardi": weekly(TUE, every=2),
    "un mardi sur deux": weekly(TUE, every=2),
    "une semaine sur deux le mardi": weekly(TUE, every=2),
    "le mardi, une semaine sur deux": weekly(TUE, every=2),
    "tous les 15 jours le mardi": weekly(TUE, every=2),
    "tous les quinze jours, le mardi": weekly(TUE, every=2),
    "every 14 days on tue": weekly(TUE, every=2),
    "tous les 8 jours le mardi": weekly(TUE),
    "3 weeks on thu": weekly(THU, every=3),
    "toutes les trois semaines le jeudi": weekly(THU, every=3),
    "une semaine sur trois le jeudi": weekly(THU, every=3),
    "1st wed": monthly(RuleDay(1, WED)),
    "every 1st wed": monthly(RuleDay(1, WED)),
    "first wednesday of the month": monthly(RuleDay(1, WED)),
    "monthly on the first wednesday": monthly(RuleDay(1, WED)),
    "le premier mercredi du mois": monthly(RuleDay(1, WED)),
    "1er mercredi de chaque mois": monthly(RuleDay(1, WED)),
    "last wed": monthly(RuleDay(-1, WED)),
    "le dernier mercredi": monthly(RuleDay(-1, WED)),
    "1st,last wed": monthly(RuleDay(1, WED), RuleDay(-1, WED)),
    "1st and last wed": monthly(RuleDay(1, WED), RuleDay(-1, WED)),
    "last and first wed": monthly(RuleDay(1, WED), RuleDay(-1, WED)),
    "le premier et le dernier mercredi": monthly(RuleDay(1, WED), RuleDay(-1, WED)),
    "les 1er et 3e mercredis": monthly(RuleDay(1, WED), RuleDay(3, WED)),
    "2nd tue of the month": monthly(RuleDay(2, TUE)),
    "every second tuesday of the month": monthly(RuleDay(2, TUE)),
    "tous les 2e mardis du mois": monthly(RuleDay(2, TUE)),
    "le deuxième mardi": monthly(RuleDay(2, TUE)),
    "2nd and 4th tue": monthly(RuleDay(2, TUE), RuleDay(4, TUE)),
    "every second and fourth tuesday": monthly(RuleDay(2, TUE), RuleDay(4, TUE)),
    "1st mon,wed": monthly(RuleDay(1, MON), RuleDay(1, WED)),
    "1st wed and 3rd fri": monthly(RuleDay(1, WED), RuleDay(3, FRI)),
    "2 months on last fri": monthly(RuleDay(-1, FRI), every=2),
    "tous les deux mois le dernier vendredi": monthly(RuleDay(-1, FRI), every=2),
    "FREQ=MONTHLY;BYMONTHDAY=15": Rule(Frequency.MONTHLY, month_days=(15,)),
    "rrule:freq=weekly;byday=mo": weekly(MON),
}


@pytest.mark.parametrize("words", WORDS)
def test_reads_what_people_type(words: str) -> None:
    """Each form of English and French words is the rule that it says."""
    assert parse_rule(words) == WORDS[words]


@pytest.mark.parametrize(
    ("words", "short"),
    [
        ("every monday", "weekly on mon"),
        ("un mardi sur deux", "2 weeks on tue"),
        ("le dernier mercredi", "last wed"),
        ("last and first wed", "1st,last wed"),
        ("1st wed and 3rd fri", "1st wed and 3rd fri"),
        ("1st mon,wed", "1st mon,wed"),
        ("tous les deux mois le dernier vendredi", "2 months on last fri"),
        ("FREQ=MONTHLY;BYDAY=-2FR", "FREQ=MONTHLY;BYDAY=-2FR"),
        ("FREQ=WEEKLY;WKST=MO;INTERVAL=2;BYDAY=TU", "2 weeks on tue"),
    ],
)
def test_writes_the_short_form(words: str, short: str) -> None:
    """A rule is kept in the short form behind `every:`, an RRULE only where words cannot say it."""
    assert format_rule(parse_rule(words)) == short


@given(rule=rules)
def test_every_rule_is_read_back(rule: Rule) -> None:
    """What is written behind `every:` is the same rule again."""
    assert parse_rule(format_rule(rule)) == rule


@pytest.mark.parametrize(
    "words",
    [
        "",
        "every",
        "2 weeks",
        "semaine",
        "every day",
        "every 100 weeks on tue",
        "every 0 weeks on tue",
        "wed last",
        "weekly on last wed",
        "monthly on wed",
        "1st",
        "every blue monday",
        "une semaine sur mille le lundi",
        "mardi sur",
        "un mardi sur",
        "fri-mon",
        "every 10 days on mon",
        "every 8 days on mon",
        "2 weeks on 1st wed",
        "² weeks on tue",
    ],
)
def test_refuses_what_says_no_dates(words: str) -> None:
    """A rule needs its weekday, and no word that is unknown."""
    with pytest.raises(NotARule, match="does not say on which dates"):
        parse_rule(words)


@pytest.mark.parametrize(
    "words",
    ["5th wed", "1st and 5th wed", "le cinquième mercredi", "FREQ=MONTHLY;BYDAY=5WE", "FREQ=MONTHLY;BYDAY=-5WE"],
)
def test_offers_last_for_the_fifth(words: str) -> None:
    """The fifth weekday is refused, since Outlook stores it as the last."""
    with pytest.raises(FifthWeekday) as caught:
        parse_rule(words)
    assert caught.value.hint == "say `last` instead, as in `last wed`"


@pytest.mark.parametrize(
    ("words", "hint"),
    [
        ("every second tuesday", "say `every 2 weeks on tue`, or `2nd tue of the month`"),
        ("each 3rd fri", "say `every 3 weeks on fri`, or `3rd fri of the month`"),
        ("chaque 4e lundi", "say `every 4 weeks on mon`, or `4th mon of the month`"),
    ],
)
def test_asks_which_second_tuesday_is_meant(words: str, hint: str) -> None:
    """`every second tuesday` may be every other one, or the second of the month."""
    with pytest.raises(SecondOrOther, match="can be read in two ways") as caught:
        parse_rule(words)
    assert caught.value.hint == hint


def test_names_the_word_that_is_unknown() -> None:
    """The first word that no rule has is found; numbers and ranges are no such words."""
    assert find_unknown(split_words("every 2 blue mon-fri weeks, green")) == "blue"
    assert find_unknown(split_words("tous les 2 mardis + sur")) is None
    assert find_weekday("Mardi") == TUE
    assert find_weekday("soon") is None


@pytest.mark.parametrize(
    ("rrule", "part"),
    [
        ("FREQ=HOURLY", "FREQ"),
        ("INTERVAL=2", "FREQ"),
        ("FREQ=WEEKLY", "FREQ"),
        ("FREQ=MONTHLY", "FREQ"),
        ("FREQ=MONTHLY;BYDAY=FR;BYMONTHDAY=13", "FREQ"),
        ("FREQ=YEARLY;BYDAY=1FR", "FREQ"),
        ("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=-1", "BYMONTHDAY"),
        ("FREQ=WEEKLY;BYDAY=MO;COUNT=4", "COUNT"),
        ("FREQ=WEEKLY;BYDAY=MO;UNTIL=20260101", "UNTIL"),
        ("FREQ=WEEKLY;BYDAY=MO;BYHOUR=9", "BYHOUR"),
        ("FREQ=WEEKLY;BYDAY=MO;BYSETPOS=1", "BYSETPOS"),
        ("FREQ=DAILY;BYDAY=MO", "BYDAY"),
        ("FREQ=WEEKLY;BYDAY=1MO", "BYDAY"),
        ("FREQ=WEEKLY;BYDAY=XX", "BYDAY"),
        ("FREQ=MONTHLY;BYDAY=6MO", "BYDAY"),
        ("FREQ=MONTHLY;BYDAY=1MO;BYSETPOS=1", "BYSETPOS"),
        # The third and the last but one of four.
        ("FREQ=MONTHLY;BYDAY=WE;BYSETPOS=3,-2", "BYSETPOS"),
        ("FREQ=MONTHLY;BYMONTHDAY=1;BYSETPOS=1", "BYSETPOS"),
        ("FREQ=MONTHLY;BYMONTHDAY=32", "BYMONTHDAY"),
        ("FREQ=MONTHLY;BYMONTHDAY=0", "BYMONTHDAY"),
        ("FREQ=MONTHLY;BYMONTHDAY=²", "BYMONTHDAY"),
        ("FREQ=MONTHLY;BYMONTHDAY=1,,2", "BYMONTHDAY"),
        ("FREQ=WEEKLY;BYDAY=MO;INTERVAL=100", "INTERVAL"),
        ("FREQ=WEEKLY;BYDAY=MO;INTERVAL=1,2", "INTERVAL"),
        ("FREQ=WEEKLY;BYDAY=MO;WKST=SU", "WKST"),
        ("FREQ=WEEKLY;FREQ=DAILY", "FREQ"),
        ("FREQ=WEEKLY;BYDAY", "BYDAY"),
        ("FREQ=WEEKLY;BYDAY=", "BYDAY="),
    ],
)
def test_refuses_recurrence_rules_that_calendars_disagree_about(rrule: str, part: str) -> None:
    """An RRULE is taken where every reader makes the same of it; else the part that is not is named."""
    with pytest.raises(BadRecurrence) as caught:
        parse_rrule(rrule)
    assert caught.value.part == part
    assert caught.value.message.startswith(f"`{rrule}` has a `{part}` that o3 does not take: ")
