"""What may be tried on a centre's things: every address of the admin, with its things put in.

An address that is in no rule below has no cases, and `unknown` names it: whoever adds one says
there what its arguments are.
"""

import re
from dataclasses import dataclass, field

from wagtail.admin.views.bulk_action.registry import bulk_action_registry
from wagtail.models import Collection, Locale, Site, Task, Workflow

from tests.support.admin_addresses import patterns
from tests.support.translated_site import segments

ADMIN = "admin/"
# One's own account, signing in, and files of the program: no thing of a centre is behind them.
OF_NOBODY = re.compile(
    r"^(wagtailadmin_(account|login|logout|password_reset\w*|sprite|javascript_catalog|dismissibles"
    r"|error_test|block_preview)|(wagtail_localize:)?javascript_catalog|translations_account"
    r"|TemplateView|default|view|wrapper)$"
)
BULK = "wagtail_bulk_action"


@dataclass
class Case:
    """One request, and what it is about."""

    what: str
    method: str
    address: str
    data: dict = field(default_factory=dict)

    def __str__(self):
        return f"{self.method} {self.address} ({self.what})"

    def send(self, client):
        if self.method == "PUT":
            body = "&".join(f"{name}={value}" for name, value in self.data.items())
            form = "application/x-www-form-urlencoded"
            return client.put(self.address, body, content_type=form)
        if self.method == "DELETE":
            return client.delete(self.address)
        return (
            client.get(self.address)
            if self.method == "GET"
            else client.post(self.address, self.data)
        )


def _pages(world, city, role):
    centre, own = world.centres[city], world.centres["Cairo"]
    keys = ("page_id", "page_to_move_id", "parent_page_id", "pk", "page_pk")
    for what, item in world.pages(city, role).items():
        page = type(item).objects.get(pk=item.pk)
        revision = page.latest_revision_id or centre.draft.latest_revision_id
        yield (
            what,
            {
                **dict.fromkeys(keys, page.pk),
                "revision_id": revision,
                "revision_id_a": "earliest",
                "revision_id_b": "latest",
                "action_name": "approve",
                "task_state_id": centre.task_state.pk,
                "task_id": centre.task_state.task_id,
                "workflow_state_id": centre.workflow_state.pk,
                "workflow_pk": centre.workflow_state.workflow_id,
                "destination_id": own.listing.pk,
                "slot": centre.session.programme[1].id,
                "import_id": centre.imported.pk,
                "kind": "csv",
            },
        )


def _moves(world, city, role):
    """Move what is another's here, and what is one's own there."""
    centre, own = world.centres[city], world.centres["Cairo"]
    yield from _pages(world, city, role)
    yield "own draft, there", {"page_to_move_id": own.draft.pk, "destination_id": centre.listing.pk}
    yield (
        "own session, there",
        {
            "page_to_move_id": own.session.pk,
            "destination_id": centre.listing.pk,
        },
    )


def _places(world, city, role):
    for what in ("list", "French list"):
        page = world.pages(city, role)[what]
        yield (
            what,
            {
                "content_type_app_name": "events",
                "content_type_model_name": "trainingsessionpage",
                "parent_page_id": page.pk,
            },
        )


def _images(world, city, role):
    pk = world.centres[city].image.pk
    yield "image", {"image_id": pk, "pk": pk, "filter_spec": "original", "uploaded_file_id": 1}


def _documents(world, city, role):
    pk = world.centres[city].document.pk
    yield "document", {"document_id": pk, "doc_id": pk, "pk": pk, "uploaded_file_id": 1}


def _translations(world, city, role):
    centre = world.centres[city]
    for code, translation in centre.translations.items():
        if role == "reviewer" and code == "ar":
            continue
        yield (
            f"translation, {code}",
            {
                "translation_id": translation.pk,
                "string_segment_id": next(iter(segments(translation).values())).pk,
                "overridable_segment_id": translation.source.overridablesegment_set.first().pk,
                "key": centre.text,
                "comment_id": 1,
                "action": "convert",
                "source_id": translation.source_id,
                "translation_source_id": translation.source_id,
                "mode": "",
            },
        )


def _sources(world, city, role):
    """What several languages share is a reviewer's, too."""
    return [] if role == "reviewer" else _translations(world, city, role)


def _used(world, city, role):
    for what, page in world.pages(city, role).items():
        yield what, {"app_label": "wagtailcore", "model_name": "page", "pk": page.pk}
    centre = world.centres[city]
    yield "image", {"app_label": "media", "model_name": "image", "pk": centre.image.pk}
    yield "document", {"app_label": "media", "model_name": "document", "pk": centre.document.pk}


def _editing(world, city, role):
    for what, page in world.pages(city, role).items():
        yield (
            what,
            {
                "app_label": "wagtailcore",
                "model_name": "page",
                "object_id": page.pk,
                "session_id": 1,
            },
        )


def _records(world, city, role):
    for kind, imported in world.centres[city].imported_records.items():
        yield kind, {"kind_name": kind, "import_id": imported.pk, "file_format": "csv"}


def _snippet(world, name):
    label = name.split(":")[0].split("_", 1)[1].replace("_", ".", 1)
    return next(item for item in world.snippets if label == item._meta.label_lower)


def _one(**values):
    return lambda world, city, role: [("", {key: get(world, city) for key, get in values.items()})]


def _key(get):
    return _one(pk=lambda world, city: get(world, city).pk)


PARAMETERS = (
    (r"wagtailadmin_pages:move_confirm$", _moves),
    (r"wagtailadmin_pages:(add|preview_on_add)$", _places),
    (
        r"wagtailadmin_pages:(type_use\w*|choose_parent)$",
        _one(
            content_type_app_name=lambda *_: "events",
            content_type_model_name=lambda *_: "trainingsessionpage",
            app_label=lambda *_: "events",
            model_name=lambda *_: "trainingsessionpage",
        ),
    ),
    (
        (
            r"wagtailadmin_(pages:|explore|choose_page_child|api:pages|workflows:remove$)|events_"
            r"|front_end_preview$"
            r"|(wagtail_localize:)?(submit_page_translation|convert_to_alias)$|wagtailforms:"
        ),
        _pages,
    ),
    (r"wagtailimages|wagtailadmin_api:images", _images),
    (r"wagtaildocs|wagtailadmin_api:documents", _documents),
    (r"translations_release$|(wagtail_localize:)?update_translations$", _sources),
    (
        r"translations_(download_terms)$",
        _one(language=lambda *_: "fr", kind=lambda *_: "csv"),
    ),
    (r"translations_download_memory$", _one(source=lambda *_: "en", target=lambda *_: "fr")),
    (r"translations_remove_memory$", _one(file_id=lambda *_: 1)),
    (
        r"(wagtail_localize:)?(submit_snippet_translation|snippets_api_\w+)$",
        _one(
            app_label=lambda *_: "events",
            model_name=lambda *_: "theme",
            pk=lambda world, _: world.snippets[0].pk,
        ),
    ),
    (
        (
            r"translations_|wagtail_localize:|edit_string|edit_override|machine_|preview_translation"
            r"|stop_translation|download_view|upload_view"
        ),
        _translations,
    ),
    (r"references_undo$", _key(lambda world, city: world.centres[city].replacement)),
    (r"references_|releases_add$", _used),
    (
        r"releases_choose$",
        _one(
            pk=lambda world, city: world.centres[city].bundle.pk,
            app_label=lambda *_: "wagtailcore",
            model_name=lambda *_: "page",
        ),
    ),
    (r"releases_|release_bundles:", _key(lambda world, city: world.centres[city].bundle)),
    (r"organizations_\w+_records$", _records),
    (r"wagtailadmin_editing_sessions:", _editing),
    (r"home_centre_roles$", _one(key=lambda w, city: w.centres[city].organization.translation_key)),
    (
        r"wagtailadmin_collections:",
        _one(
            pk=lambda world, city: world.centres[city].collection.pk,
            collection_id=lambda world, city: world.centres[city].collection.pk,
        ),
    ),
    (
        r"wagtailadmin_workflows:",
        _one(
            pk=lambda world, city: Workflow.objects.first().pk,
            task_id=lambda world, city: Task.objects.first().pk,
            app_label=lambda *_: "wagtailcore",
            model_name=lambda *_: "groupapprovaltask",
        ),
    ),
    (r"wagtailredirects:", _one(redirect_id=lambda w, city: w.centres[city].redirect.pk)),
    (
        r"wagtailsettings:",
        _one(app_name=lambda *_: "home", model_name=lambda *_: "sitesettings", pk=lambda *_: 1),
    ),
    (r"wagtaillocales:", _key(lambda *_: Locale.objects.first())),
    (r"wagtailsites:", _key(lambda *_: Site.objects.first())),
    (r"wagtailusers_users:", _key(lambda world, _: world.parisian)),
    (r"wagtailusers_groups:", _key(lambda world, _: world.parisian.groups.get())),
    (r"terms:", _key(lambda world, _: world.term)),
    (r"outdated_policies:", _one(pk=lambda *_: 1)),
    (
        r"wagtailadmin_tag_model_autocomplete$",
        _one(app_name=lambda *_: "taggit", model_name=lambda *_: "tag"),
    ),
)

# Fields with which a view does what it is for, where an empty form says nothing.
FIELDS = {
    "releases_bundle": lambda *_: {"do": "release"},
    "releases_redirect": lambda *_: {"old_path": "/a", "redirect_link": "https://a.example/"},
    "releases_add": lambda world, city: {"bundle": world.centres[city].bundle.pk},
    "releases_choose": lambda world, city: {"chosen": world.centres[city].draft.pk},
    "release_bundles:edit": lambda *_: {"title": "Hacked"},
    "wagtailadmin_pages:copy": lambda world, city: {
        "new_title": "Copy",
        "new_slug": "copy",
        "new_parent_page": world.centres["Cairo"].listing.pk,
    },
    "wagtailadmin_pages:set_privacy": lambda *_: {"restriction_type": "login"},
    "wagtailadmin_pages:edit": lambda *_: {"title": "Hacked", "slug": "hacked"},
    "wagtailadmin_pages:add": lambda *_: {"title": "Hacked", "slug": "hacked"},
    "wagtailimages:edit": lambda *_: {"title": "Hacked"},
    "wagtaildocs:edit": lambda *_: {"title": "Hacked"},
    "events_duplicate_day": lambda *_: {"day": "2030-06-24", "date": "2030-06-25"},
    "events_shift": lambda *_: {"days": "1", "confirm": "1"},
    "events_clone": lambda world, _: {
        "first_day": "2031-06-24",
        "parent": world.centres["Cairo"].listing.pk,
    },
    "events_programme_versions": lambda *_: {"note": "x", "action": "release"},
    "translations_desk": lambda *_: {"action": "save"},
    "translations_text": lambda *_: {"target": "x", "version": ""},
    "translations_slug": lambda *_: {"slug": "stolen"},
    "submit_page_translation": lambda world, _: {"locales": [world.french.pk, world.arabic.pk]},
    "wagtailadmin_collections:add": lambda *_: {
        "name": "x",
        "parent": Collection.get_first_root_node().pk,
    },
    "wagtailredirects:add": lambda *_: {"old_path": "/a", "redirect_link": "https://a.example/"},
    "wagtailredirects:edit": lambda *_: {"old_path": "/a", "redirect_link": "https://a.example/"},
    "home_centre_roles": lambda *_: {"action": "make"},
}
PUT = {
    "edit_string_translation": {"value": "x"},
    "edit_override": {"value": "stolen"},
}


def cases(pattern, world, city, role):
    """Give what a role tries at an address with the things of a centre."""
    if pattern.name == BULK:
        return list(_bulk(pattern, world, city, role))
    if not pattern.arguments:
        return _of_list(pattern, world, city)
    found = []
    for what, values in targets(pattern, world, city, role):
        if set(pattern.arguments) <= values.keys():
            found += _both(pattern, what, pattern.fill(values), world, city)
    return found


def _of_list(pattern, world, city):
    """Ask a list for all, search it, have it as a file, and ask for one by its key."""
    address = pattern.fill({})
    pk = world.centres[city].draft.pk
    queries = (f"?q={word}" for word in ("draft", "streets", "image", "document", "person"))
    files = (f"?export={kind}" for kind in ("csv", "xlsx"))
    asked = [Case("list", "GET", address + query) for query in (*queries, *files, f"?id={pk}")]
    return [*_both(pattern, "", address, world, city), *asked]


def targets(pattern, world, city, role):
    if pattern.name.startswith("wagtailsnippet"):
        return [("snippet", _of_snippet(world, pattern.name))]
    for name, give in PARAMETERS:
        if re.match(name, pattern.name):
            return give(world, city, role)
    return []


def _of_snippet(world, name):
    snippet = _snippet(world, name)
    return {
        "pk": snippet.pk,
        "revision_id": snippet.latest_revision_id or 1,
        "revision_id_a": "earliest",
        "revision_id_b": "latest",
        **dict.fromkeys(("task_state_id", "task_id", "workflow_state_id"), 1),
        "action_name": "approve",
    }


def _both(pattern, what, address, world, city):
    name = pattern.name.removeprefix("wagtail_localize:")
    data = FIELDS.get(pattern.name, FIELDS.get(name, lambda *_: {}))(world, city)
    made = [Case(what, "GET", address), Case(what, "POST", address, data)]
    if name in PUT:
        made += [Case(what, "PUT", address, PUT[name]), Case(what, "DELETE", address)]
    return made


def _bulk(pattern, world, city, role):
    """Do each of Wagtail's actions for many, with each thing; move it into one's own list."""
    own = world.centres["Cairo"]
    centre = world.centres[city]
    things = {
        "page": world.pages(city, role),
        "image": {"image": centre.image},
        "document": {"document": centre.document},
    }
    for item in world.snippets:
        things.setdefault(item._meta.model_name, {"snippet": item})
    bulk_action_registry._scan_for_bulk_actions()
    for app, models in bulk_action_registry.actions.items():
        for model, actions in models.items():
            for action in actions:
                for what, item in things.get(model, {}).items():
                    values = {"app_label": app, "model_name": model, "action": action}
                    address = f"{pattern.fill(values)}?id={item.pk}"
                    data = {"chooser": own.listing.pk, "collection": own.collection.pk, "tags": "x"}
                    yield Case(f"{what}, {action}", "GET", address)
                    yield Case(f"{what}, {action}", "POST", address, data)


def admin_patterns():
    """Give the addresses of the admin behind which something may be a centre's."""
    return [
        pattern
        for pattern in patterns()
        if pattern.route.startswith(ADMIN) and not OF_NOBODY.match(pattern.name)
    ]


def unknown(world):
    """Name the addresses with arguments for which no rule gives any."""
    return [
        (pattern.name, pattern.route)
        for pattern in admin_patterns()
        if pattern.arguments and not cases(pattern, world, "Paris", "editor")
    ]
