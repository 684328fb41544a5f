from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("comments", "0009_words_decided_about")]

    operations = [
        migrations.AlterField(
            model_name="notice",
            name="kind",
            field=models.CharField(
                choices=[
                    ("reply", "answers you"),
                    ("mention", "mentions you"),
                    ("approved", "Your comment is published"),
                    ("rejected", "Your comment was not published"),
                    ("upheld", "Your appeal was heard: the comment is back"),
                    ("refused", "Your appeal was heard: the comment stays hidden"),
                    ("corrected", "Your correction was accepted"),
                    ("declined", "Your correction was not taken over"),
                    ("followed", "Your report was followed: the comment is hidden"),
                    ("left", "We looked at the comment you reported and left it"),
                ],
                max_length=10,
            ),
        ),
    ]
