import pytest

from app.screening.facts.naming import can_be_company
from app.screening.facts.people import compare_employers, compare_names


@pytest.mark.parametrize(
    ("one", "other", "answer"),
    [
        ("Doe, Jane", "Jane Doe", "consistent"),
        ("DOE, JANE M.", "jane doe", "consistent"),
        ("Jane M. Doe", "Jane Marie Doe", "consistent"),
        ("J. Doe", "Jane Doe", "consistent"),
        ("DOE JANE M", "Jane Doe", "consistent"),
        ("Reggie Fontaine", "REGINALD FONTAINE", "inconclusive"),
        ("Benny Fontaine", "Reginald Fontaine", "contradicted"),
        ("Marie Fontaine", "Mark Fontaine", "contradicted"),
        ("Sofia Ibanez R", "Sofía Ibáñez Roldán", "consistent"),
        ("Sofia Ibanez R", "Sofía Roldán Ibáñez", "consistent"),
        ("Petra Ibanez R", "Sofía Ibáñez Roldán", "contradicted"),
        ("José García López", "Jose Garcia", "consistent"),
        ("Maria Gonzalez-Ruiz", "MARIA T GONZALEZ RUIZ", "consistent"),
        ("Bob Smith", "Robert Smith", "consistent"),
        ("Sam O'Brien", "SAMUEL OBRIEN", "consistent"),
        ("Nair Priya", "Priya Nair", "consistent"),
        ("Ludwig van Beethoven", "Ludwig Beethoven", "consistent"),
        ("Mei-Ling Chen", "Meiling Chen", "consistent"),
        ("Teresa Gonzalez", "Maria Teresa Gonzalez", "consistent"),
        ("Robert Lee Jr.", "Robert Lee", "consistent"),
        ("JANEDOE", "Jane Doe", "consistent"),
        ("John Smith", "John Smyth", "inconclusive"),
        ("John Smith", "Joan Smith", "inconclusive"),
        ("Robert Lee Jr", "Robert Lee Sr", "inconclusive"),
        ("Jane A Doe", "Jane B Doe", "inconclusive"),
        ("Jane", "Jane Doe", "inconclusive"),
        ("John Smith", "John Jones", "contradicted"),
        ("Jane Doe", "Alice Doe", "contradicted"),
        ("Maria Teresa Lopez", "Maria Teresa Gonzalez", "contradicted"),
        ("Wei Li", "Wei Lu", "contradicted"),
    ],
)
def test_names_of_one_person_agree_both_ways_round(one, other, answer):
    assert compare_names(one, other) == answer
    assert compare_names(other, one) == answer


@pytest.mark.parametrize(
    ("one", "other", "answer"),
    [
        ("Acme, Inc.", "ACME INC", "consistent"),
        ("Brightwater Logistics LLC", "BRIGHTWATER LOG PAYROLL", "consistent"),
        ("Northline Health System, Inc.", "Northline Health", "consistent"),
        ("Harmon & Sons Plumbing Inc", "Harmon and Sons Plumbing", "consistent"),
        ("Smith LLC dba Joe's Pizza", "Joes Pizza", "consistent"),
        ("Gusto", "Acme", "inconclusive"),
        ("IBM", "International Business Machines", "inconclusive"),
        ("Riverside Bakery", "Riverside Diner", "inconclusive"),
        ("", "Acme", "inconclusive"),
        ("Acme Corp", "Apex Corp", "contradicted"),
        ("City of Austin", "City of Dallas", "contradicted"),
        ("First National Bank", "First Foods", "contradicted"),
    ],
)
def test_spellings_of_one_employer_agree_both_ways_round(one, other, answer):
    assert compare_employers(one, other) == answer
    assert compare_employers(other, one) == answer


@pytest.mark.parametrize(
    ("text", "answer"), [("Emp1oyee", False), ("Employee", False), ("1010 Data Inc", True), ("Acme Corp", True)]
)
def test_a_label_that_was_recognised_with_a_digit_is_no_employer(text, answer):
    assert can_be_company(text) is answer
