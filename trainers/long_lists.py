"""Lists of the admin that answer as quickly when a hundred times as much is stored: nothing counts it all."""

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.contrib.admin import RelatedFieldListFilter
from django.contrib.admin.views.main import ChangeList
from django.core.paginator import Page, Paginator
from django.utils.functional import cached_property
from django.utils.text import smart_split, unescape_string_literal
from django.utils.translation import gettext as _

# How far a list is counted and paged through. What is beyond is reached by a filter, a date or a search.
MOST = 10_000
# So few that a database gathers them by their keys, however it counts.
MOST_FOUND = 200
# Of a longer text, as no page offers it, a database would make a question that it cannot answer.
MOST_TEXT = 200
# In no text that is stored, and not every database can be asked for it.
NUL = "\x00"
# Of more than these, nobody chooses one from a list beside the page.
MOST_CHOICES = 50


class BoundedPaginator(Paginator):
    """Pages of the first MOST; `is_cut` if there are more."""

    object_list: Any

    @cached_property
    def _counted(self) -> int:
        """One more than MOST where there are still more; in order, by the index that the page is read by."""
        seen: int = self.object_list.values("pk")[: MOST + 1].count()
        return seen

    @cached_property
    def count(self) -> int:
        return min(self._counted, MOST)

    def page(self, number: int | str) -> Page[Any]:
        """What is skipped is skipped in the index: only rows that are shown are read."""
        page: Any = super().page(number)
        if page.number == 1:
            return page
        keys = list(page.object_list.values_list("pk", flat=True))
        page.object_list = self.object_list.filter(pk__in=keys)
        return page

    @property
    def is_cut(self) -> bool:
        return self._counted > MOST


class LongList(ChangeList):
    """A list that is only sorted by what its columns offer, whatever the address asks for."""

    def get_ordering_field(self, field_name: Any) -> Any:
        is_offered = self.sortable_by is None or field_name in self.sortable_by
        return super().get_ordering_field(field_name) if is_offered else None

    def get_ordering(self, request: Any, queryset: Any) -> list[Any]:
        """Equals in the same direction as all, so that one index has them in order."""
        once: dict[str, Any] = {}
        # What the list is usually ordered by comes after that which is asked for.
        for each in super().get_ordering(request, queryset):
            once.setdefault(str(each).lstrip("-"), each)
        ordering = list(once.values())
        is_ascending = not str(ordering[0]).startswith("-")
        return [*ordering[:-1], "pk"] if is_ascending and ordering[-1] in {"-pk", "-id"} else ordering


class FewRelated(RelatedFieldListFilter):
    """Choices while they are few; of more the chosen one alone: others are found by their name."""

    def field_choices(self, field: Any, request: Any, model_admin: Any) -> Any:
        related = field.remote_field.model._default_manager.order_by(*field.remote_field.model._meta.ordering)
        few = list(related[: MOST_CHOICES + 1])
        if len(few) > MOST_CHOICES:
            few = list(related.filter(pk__in=self.lookup_val or []))
        return [(each.pk, str(each)) for each in few]

    def has_output(self) -> bool:
        return bool(self.lookup_val) or super().has_output()


def words_in(text: str) -> list[str]:
    """What is looked for, as it is written; what stands in quotation marks is one word."""
    bits = smart_split(text.replace(NUL, "")[:MOST_TEXT])
    bits = (unescape_string_literal(bit) if _is_quoted(bit) else bit for bit in bits)
    return [word for bit in bits if (word := bit.strip())]


def _is_quoted(bit: str) -> bool:
    return len(bit) > 1 and bit[0] in "\"'" and bit[0] == bit[-1]


def keys_of(rows: Any, most: int = MOST_FOUND) -> list[Any]:
    """The keys of the first; one more than `most`, where there are more."""
    return list(rows.values_list("pk", flat=True)[: most + 1])


def found(request: Any, listed: Any, keys: Sequence[Any]) -> Any:
    """Those of a list with the keys that a search has found; who looks is told if they are too many to show.

    Keys, in any order, and not the condition: a database would have to guess whether few or many are meant.
    """
    if len(keys) > MOST_FOUND:
        keys = keys_of(listed.filter(pk__in=keys), MOST_FOUND - 1)
        words = _("More than %(most)s were found: these are the first. Write more, or choose a filter.")
        messages.warning(request, words % {"most": MOST_FOUND}, fail_silently=True)
    return listed.filter(pk__in=keys)
