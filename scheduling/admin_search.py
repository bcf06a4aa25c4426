"""Looking for words in the admin's lists of what trainers and clients have, however much it is.

Of sessions every word is looked for in the first of the list; the names of clients and trainers, who are few
beside what they have, lead to all of it. What has an index of its letters is looked for everywhere.
"""

from collections.abc import Callable, Iterator
from typing import Any, ClassVar

from django.contrib import messages
from django.db.models import Model, Q, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from clients.models import Client
from scheduling.models import Timeline
from trainers.domain_admin import DomainAdmin
from trainers.long_lists import MOST, found, keys_of, words_in
from trainers.models import Trainer

# So many people of a name are somebody who is looked for; more are no answer.
MOST_PEOPLE = 100
MANY_OF_THAT_NAME = _(
    "Many people are called that: only the first 10,000 of the list were searched. Write more of the name."
)
# What is had by those of a name: (the way to them, their model, the name).
Those = Callable[[str, type[Model], str], Q]
# {model: those who are called so}
CALLED: dict[type[Model], Callable[[str, Those], QuerySet[Any]]] = {
    Client: lambda text, those: Client.objects.search(text),
    Trainer: lambda text, those: Trainer.objects.filter(full_name__icontains=text),
    Timeline: lambda text, those: Timeline.objects.filter(
        Q(name__icontains=text) | those("client", Client, text)
    ),
}


class PeopleSearch(DomainAdmin):
    """`people` are {the way to them: their model}."""

    people: ClassVar[dict[str, type[Model]]] = {"client": Client, "trainer": Trainer}
    search_help_text = _(
        "Names of clients and trainers are looked for everywhere; all else, and a name with something else"
        " beside it, in the first 10,000 of the list. Words in quotation marks are looked for as one."
    )

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        words = words_in(search_term)
        if not words:
            return queryset, False
        return found(request, queryset, self.keys_with(request, queryset, words)), False

    def keys_with(self, request: HttpRequest, listed: QuerySet[Any], words: list[str]) -> list[Any]:
        """Of those in the first of the list with the words, and of all of the people of that name."""
        keys = list(self._matching(listed, words))
        if theirs := self._of_people(request, " ".join(words)):
            known = set(keys)
            keys += [key for key in keys_of(listed.filter(theirs)) if key not in known]
        return keys

    def _matching(self, listed: QuerySet[Any], words: list[str]) -> Iterator[Any]:
        """The keys of those in the first of the list that have every word in some text.

        Compared here, not there: what is read is the same whatever the words, and in the list's own order.
        """
        wanted = [word.casefold() for word in words]
        for key, *texts in listed.values_list("pk", *self.search_fields)[:MOST]:
            text = " ".join(filter(None, texts)).casefold()
            if all(word in text for word in wanted):
                yield key

    def _of_people(self, request: HttpRequest, name: str) -> Q:
        """What is had by those of that name, if they are few enough."""
        theirs = Q()
        for way, model in self.people.items():
            keys = keys_of(CALLED[model](name, of_those).order_by(), MOST_PEOPLE)
            if len(keys) > MOST_PEOPLE:
                messages.warning(request, MANY_OF_THAT_NAME, fail_silently=True)
            elif keys:
                theirs |= Q(**{f"{way}__in": keys})
        return theirs


class WholeSearch(PeopleSearch):
    """Everywhere: of what is called so, in `named`, or is of `people` who are."""

    named: str
    search_help_text = _("Everything is searched. Words in quotation marks are looked for as one.")

    def keys_with(self, request: HttpRequest, listed: QuerySet[Any], words: list[str]) -> list[Any]:
        """By the longest word, of which there is least; the database compares the others in what has that."""
        longest = max(words, key=len)
        found_by = {word: of_those if word == longest else of_all_those for word in words}
        for word, those in found_by.items():
            listed = listed.filter(self._called(word, those))
        return keys_of(listed)

    def _called(self, text: str, those: Those) -> Q:
        called = Q(**{f"{self.named}__icontains": text})
        for way, model in self.people.items():
            called |= those(way, model, text)
        return called


def of_those(way: str, model: type[Model], text: str) -> Q:
    """By their keys, if they are few: an index is asked for those, and not for what a question answers."""
    keys = keys_of(CALLED[model](text, of_those).order_by(), MOST_PEOPLE)
    return Q(**{f"{way}__in": keys}) if len(keys) <= MOST_PEOPLE else of_all_those(way, model, text)


def of_all_those(way: str, model: type[Model], text: str) -> Q:
    """By a question within the question, however many words are looked for."""
    return Q(**{f"{way}__in": CALLED[model](text, of_all_those).order_by().values("pk")})
