import json

import pytest
from click.testing import CliRunner

from app.evaluate_command import evaluate


@pytest.fixture
def folder(tmp_path, drawn):
    for source in drawn.packet():
        (tmp_path / source.file_name).write_bytes(source.content)
    return tmp_path


def _run(folder, *arguments, files=("stub1.pdf",)):
    paths = [str(folder / name) for name in files]
    return CliRunner().invoke(evaluate, [*paths, "--rent", "2000", "--name", "Jane Doe", *arguments])


ALL = ("id.pdf", "stub1.pdf", "stub2.pdf", "statement.pdf", "letter.pdf")


def test_json_is_the_contract_s_and_the_exit_status_0(folder):
    result = _run(folder, "--as-of", "2026-11-21", "--json", files=ALL)
    assert result.exit_code == 0
    answer = json.loads(result.stdout)
    assert (answer["label"], answer["model_version"], answer["rent_basis"]) == ("A", "leaselab-local-1", 2000.0)
    gross = answer["documents"][1]["fields"]["gross_pay"]
    assert (gross["value"], gross["page"], len(gross["box"])) == ("3000.00", 1, 4)


def test_the_report_is_readable_and_says_who_decides(folder):
    result = _run(folder, "--as-of", "2026-11-21")
    assert result.exit_code == 0
    assert result.stdout.startswith("Score ")
    assert "Ask for: government id, paystub, bank statement" in result.stdout
    assert "a person decides" in result.stdout


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--as-of", "yesterday"], "YYYY-MM-DD"),
        (["--rent", "-5"], "not an amount"),
        (["--rent", "nan"], "not an amount"),
        (["--type", "other.pdf=paystub"], "no file of this name"),
        (["--type", "stub1.pdf=photo"], "the type must be one of"),
        (["--evaluator", "llm"], "No model is configured"),
        (["--evaluator", "magic"], "magic"),
    ],
)
def test_wrong_arguments_are_one_line_and_exit_status_2(folder, arguments, said):
    result = _run(folder, *arguments)
    assert result.exit_code == 2
    assert said in result.stderr and result.stderr.count("\n") == 1 and result.stdout == ""


def test_a_file_that_does_not_exist_and_no_file_at_all_are_exit_status_2(folder):
    assert _run(folder, files=("nowhere.pdf",)).exit_code == 2
    assert _run(folder, files=()).exit_code == 2
    assert CliRunner().invoke(evaluate, [str(folder / "id.pdf"), "--name", "Jane Doe"]).exit_code == 2


def test_files_that_cannot_be_read_are_exit_status_3(folder):
    (folder / "text.pdf").write_bytes(b"hello")
    result = _run(folder, files=("text.pdf",))
    assert result.exit_code == 3
    assert "text.pdf" in result.stderr and result.stderr.count("\n") == 1


def test_a_declared_type_is_taken_over(folder):
    result = _run(folder, "--type", "letter.pdf=employment_letter", "--json", files=("letter.pdf",))
    assert json.loads(result.stdout)["documents"][0]["document_type"] == "employment_letter"
