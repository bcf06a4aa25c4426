"""The words of scheduling.wording as template filters."""

from django import template

from scheduling import wording
from trainers import clocks

register = template.Library()
for say in (
    wording.clock,
    wording.offset,
    wording.short_day,
    wording.local_day,
    wording.day,
    wording.moment,
    wording.times,
    wording.when,
    wording.days_off,
    wording.duration,
    wording.lasting,
    wording.wall,
    wording.exact,
    wording.rule,
    wording.rhythm,
    wording.ordinal,
    wording.long_day,
    wording.counted,
):
    register.filter(say.__name__, say)
register.filter("say", clocks.say)
register.filter("full_hour", clocks.say_hour)
