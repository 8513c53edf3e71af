"""Beginning translations, and taking changes of the original over."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.forms import BooleanField, HiddenInput
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail.admin import messages
from wagtail.models import Locale, Page
from wagtail_localize.components import TranslationComponentManager
from wagtail_localize.views.submit_translations import (
    SubmitPageTranslationView,
    SubmitSnippetTranslationView,
    SubmitTranslationView,
)
from wagtail_localize.views.update_translations import UpdateTranslationsView

from translations.domain import drafting, review
from translations.domain.addresses import desk_url
from translations.domain.policy import (
    has_right,
    may_hand_out_draft,
    may_synchronize,
    rights_of,
    why_not_begin,
)

from .explaining import blocked_lines, explain

if TYPE_CHECKING:
    from django.forms import Form
    from django.http import HttpRequest, HttpResponse
    from wagtail_localize.models import Translation


FROM_DRAFT = "from_draft"


def offer_draft(form: Form, user: Any, original: Any) -> None:
    """Let those who edit an original choose that its draft is translated."""
    if may_hand_out_draft(user, original):
        form.fields[FROM_DRAFT] = BooleanField(
            required=False,
            label=_("From the draft"),
            help_text=_(
                "Translators read what is not public yet. Publish the original and its "
                "translations together when they are ready."
            ),
        )


class BeginMixin(SubmitTranslationView):
    """Offers the languages into which the user may translate, and accepts no other."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Refuse whoever may not translate this into any language."""
        self.object = self.get_object()
        self.components = TranslationComponentManager.from_request(
            request, source_object_instance=self.object
        )
        if not self.allowed:
            messages.error(request, self.reason)
            return redirect("wagtailadmin_home")
        return super(SubmitTranslationView, self).dispatch(request, *args, **kwargs)

    def get_default_success_url(self, translated: Any = None) -> str:
        """Give a page that the user may see."""
        if has_right(self.request.user, "change", self.object):
            return super().get_default_success_url(translated)
        return reverse("translations_begin")

    @cached_property
    def refusals(self) -> dict[Locale, str]:
        """Say for each language why not; empty if the user may."""
        others = Locale.objects.exclude(pk=self.object.locale_id)
        return {locale: why_not_begin(self.request.user, self.object, locale) for locale in others}

    @property
    def allowed(self) -> list[Locale]:
        """Give the languages into which the user may translate."""
        return [locale for locale, reason in self.refusals.items() if not reason]

    @property
    def reason(self) -> str:
        """Say why there is no language; the most telling reason, which names a page, first."""
        reasons = sorted(set(self.refusals.values()), key=len, reverse=True)
        return reasons[0] if reasons else _("There is no other language.")

    def get_form(self) -> Form:
        """Offer the allowed languages."""
        form = super().get_form()
        field = form.fields["locales"]
        field.queryset = field.queryset.filter(pk__in=[locale.pk for locale in self.allowed])
        if len(field.queryset) == 1:
            # Nothing to choose from: it is ticked, and there is no box for all of one.
            form.initial.setdefault("locales", list(field.queryset))
            form.fields["select_all"].widget = HiddenInput()
        offer_draft(form, self.request.user, self.object)
        return form

    @transaction.atomic
    def form_valid(self, form: Form) -> HttpResponse:
        """Begin, and go to the translation if there is one."""
        locales = form.cleaned_data["locales"]
        left_out = 0
        from_draft = form.cleaned_data.get(FROM_DRAFT, False)
        try:
            with transaction.atomic():
                begun = [
                    drafting.begin(self.object, loc, self.request.user, from_draft=from_draft)
                    for loc in locales
                ]
                if isinstance(self.object, Page) and form.cleaned_data["include_subtree"]:
                    left_out = sum(
                        drafting.begin_subtree(self.object, locale, self.request.user)
                        for locale in locales
                    )
        except ValidationError as error:
            for line in explain(error, self.object):
                messages.error(self.request, line)
            return self.render_to_response(self.get_context_data())
        self._tell(locales, left_out)
        here = desk_url(begun[0]) if len(begun) == 1 else self.get_default_success_url()
        return redirect(self.get_success_url() or here)

    def _tell(self, locales: list[Locale], left_out: int) -> None:
        names = ", ".join(str(locale) for locale in locales)
        messages.success(self.request, self.get_success_message(names))
        if left_out:
            text = ngettext(
                "%(number)d page beneath was left out: you may not translate it, or not yet.",
                "%(number)d pages beneath were left out: you may not translate them, or not yet.",
                left_out,
            )
            messages.warning(self.request, text % {"number": left_out})


class BeginPageView(BeginMixin, SubmitPageTranslationView):
    """Begin to translate a page."""


class BeginSnippetView(BeginMixin, SubmitSnippetTranslationView):
    """Begin to translate a snippet."""


class SynchronizeView(UpdateTranslationsView):
    """Take over the changes of an original; publish only where the user may, everywhere."""

    title = gettext_lazy("Take over changes of the original")

    def get_success_message(self) -> str:
        """Say it in the words of the desk."""
        return _("The changes of “%(title)s” are taken over.") % {"title": self.object.object_repr}

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Refuse whoever has to do neither with the original nor with a translation."""
        self.object = self.get_object()
        self.components = TranslationComponentManager.from_request(
            request, source_object_instance=self.object
        )
        targets = [rights.target for rights in self.rights]
        if not may_synchronize(request.user, self.object, targets):
            raise PermissionDenied
        return super(UpdateTranslationsView, self).dispatch(request, *args, **kwargs)

    @cached_property
    def rights(self) -> list[Any]:
        """Give the rights on each translation."""
        translations = self.object.translations.filter(enabled=True)
        found = (rights_of(self.request.user, translation) for translation in translations)
        return [rights for rights in found if rights is not None]

    @property
    def may_publish(self) -> bool:
        """Say whether the user may publish all of them."""
        return all(rights.may_publish for rights in self.rights)

    @cached_property
    def mine(self) -> list[Translation]:
        """Give the translations that the user may open."""
        return [rights.translation for rights in self.rights if rights.may_open]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Show those only."""
        context = super().get_context_data(**kwargs)
        context["translations"] = [
            {
                "title": str(rights.target),
                "locale": rights.translation.target_locale,
                "edit_url": desk_url(rights.translation),
            }
            for rights in self.rights
            if rights.may_open
        ]
        return context

    def get_default_success_url(self) -> str:
        """Give a page that the user may see."""
        if has_right(self.request.user, "change", self.object.get_source_instance()):
            return super().get_default_success_url()
        return desk_url(self.mine[0])

    def get_form(self) -> Form:
        """Offer to publish to those who may; the desk asks machines, and tells what they cost."""
        form = super().get_form()
        if not self.may_publish:
            del form.fields["publish_translations"]
        form.fields.pop("use_machine_translation", None)
        offer_draft(form, self.request.user, self.object.get_source_instance())
        return form

    @transaction.atomic
    def form_valid(self, form: Form) -> HttpResponse:
        """Take over, and do what was asked for besides."""
        publishes = form.cleaned_data.get("publish_translations")
        if self.request.POST.get("publish_translations") and not self.may_publish:
            raise PermissionDenied
        from_draft = form.cleaned_data.get(FROM_DRAFT, False)
        drafting.synchronize(self.object, self.mine, from_draft=from_draft)
        if publishes:
            for translation in self.mine:
                self._publish(translation)
        messages.success(self.request, self.get_success_message())
        return redirect(self.get_success_url() or self.get_default_success_url())

    def _publish(self, translation: Translation) -> None:
        try:
            review.publish(translation, self.request.user)
        except ValidationError as error:
            language = translation.target_locale.get_display_name()
            lines = blocked_lines(error, translation)
            for line in lines:
                messages.error(self.request, line)
            for line in () if lines else explain(error, translation.get_target_instance()):
                messages.error(self.request, f"{language}: {line}")
