"""Looking for words in the admin's lists of what trainers and clients have, however much it is.

Every word is looked for in the first of the list; the names of clients and trainers, who are few beside what
they have, lead to all of it.
"""

from collections.abc import Callable, Iterator
from typing import Any, ClassVar

from django.contrib import messages
from django.db.models import Model, Q, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from clients.models import Client
from trainers.domain_admin import DomainAdmin
from trainers.long_lists import MOST, found, keys_of, words_in
from trainers.models import Trainer

# So many people of a name are somebody who is looked for; more are no answer.
MOST_PEOPLE = 100
MANY_OF_THAT_NAME = _(
    "Many people are called that: only the first 10,000 of the list were searched. Write more of the name."
)
# {model: those who are called so}
NAMED: dict[type[Model], Callable[[str], QuerySet[Any]]] = {
    Client: lambda text: Client.objects.search(text),
    Trainer: lambda text: Trainer.objects.filter(full_name__icontains=text),
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
        keys = list(self._matching(queryset, words))
        if theirs := self._of_people(request, " ".join(words)):
            known = set(keys)
            keys += [key for key in keys_of(queryset.filter(theirs)) if key not in known]
        return found(request, queryset, keys), False

    def _matching(self, listed: QuerySet[Any], words: list[str]) -> Iterator[Any]:
        """The keys of those in the first of the list that have every word in some text.

        Compared here, not there: what is read is the same whatever the words, and in the list's own order.
        """
        for key, *texts in listed.values_list("pk", *self.search_fields)[:MOST]:
            text = "\n".join(filter(None, texts)).casefold()
            if all(word in text for word in words):
                yield key

    def _of_people(self, request: HttpRequest, name: str) -> Q:
        """What is had by those of that name, if they are few enough."""
        theirs = Q()
        for way, model in self.people.items():
            keys = keys_of(NAMED[model](name).order_by(), MOST_PEOPLE)
            if len(keys) > MOST_PEOPLE:
                messages.warning(request, MANY_OF_THAT_NAME, fail_silently=True)
            elif keys:
                theirs |= Q(**{f"{way}__in": keys})
        return theirs
