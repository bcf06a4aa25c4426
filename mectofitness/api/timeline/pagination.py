"""Contract 002's parts of a list: `skip`, `take`, and how many there are in all."""

from typing import Any

from rest_framework import serializers

from mectofitness.api import paging
from mectofitness.api.fields import Input, WholeNumberField


class PartQuery(Input):
    skip = WholeNumberField(default=0, min_value=0, help_text="How many to leave out.")
    take = WholeNumberField(
        default=10, min_value=1, help_text="How many to answer; more than 100 is read as 100."
    )

    def values(self) -> dict[str, Any]:
        values = super().values()
        return values | {"take": min(values["take"], paging.MOST)}


class PartData(serializers.Serializer):
    skip = serializers.IntegerField(min_value=0)
    take = serializers.IntegerField(min_value=1, max_value=paging.MOST)
    count = serializers.IntegerField(min_value=0, help_text="All that match.")
