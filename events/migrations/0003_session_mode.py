"""The mode of a session may stay empty."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """Let forms leave the mode out; the column stays as it is."""

    dependencies = [("events", "0002_snippet_alias")]

    operations = [
        migrations.AlterField(
            model_name="trainingsessionpage",
            name="mode",
            field=models.CharField(
                blank=True,
                choices=[("ON_SITE", "On site"), ("ONLINE", "Online"), ("HYBRID", "Hybrid")],
                default="ON_SITE",
                help_text="Leave it empty if it is not known.",
                max_length=20,
                verbose_name="mode",
            ),
        ),
    ]
