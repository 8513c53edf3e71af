"""Foreign keys by name obey the layers, which import-linter cannot see in strings."""

from django.apps import apps
from django.db import models

# From the top to the bottom, as in pyproject.toml; an app may refer to its own layer and below.
LAYERS = (
    "home", "events", "organizations", "releases", "translations",
    "cms_graphql", "caching", "search", "references", "translation_state", "media", "users",
)  # fmt: skip


def upward_relations(found):
    """Name the relations that point from a lower layer to a higher one."""
    return [
        f"{model._meta.label}.{field.name} -> {field.related_model._meta.label}"
        for model in found
        for field in model._meta.get_fields(include_hidden=True)
        if field.is_relation
        and not field.auto_created
        and field.related_model
        and model._meta.app_label in LAYERS
        and field.related_model._meta.app_label in LAYERS
        and LAYERS.index(field.related_model._meta.app_label) < LAYERS.index(model._meta.app_label)
    ]


def test_every_app_of_ours_has_a_layer():
    ours = {
        config.label
        for config in apps.get_app_configs()
        if config.name.partition(".")[0]
        in {"cms", "home", "events", "organizations", "releases", "translations"}
        and list(config.get_models())
    }

    assert ours <= set(LAYERS)


def test_relations_point_downwards():
    assert upward_relations(apps.get_models()) == []


def test_a_relation_upwards_would_be_found():
    class Planted(models.Model):
        session = models.ForeignKey("home.Home", on_delete=models.CASCADE)

        class Meta:
            app_label = "users"
            managed = False
            apps = type(apps)(())

    class Home(models.Model):
        class Meta:
            app_label = "home"
            managed = False
            apps = Planted._meta.apps

    assert Home._meta.label == "home.Home"
    assert upward_relations([Planted]) == ["users.Planted.session -> home.Home"]
