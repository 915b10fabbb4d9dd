"""Names on pay stubs that stand in narrow cells, behind titles, or beside what the document is called."""

from app.screening.facts.broken_names import hangs
from app.screening.facts.paystub import read_paystub


def values(sheet):
    return {name: fact.value for name, fact in read_paystub([sheet]).items() if isinstance(fact.value, str)}


def test_a_name_that_its_cell_breaks_behind_a_hyphen_is_put_together(sheet):
    page = sheet("Name                 Company\nOluwaseun Adeyemi-   Acme Logistics LLC\nClarke\n")
    assert hangs(page, page.cells[1][0])
    assert values(page)["employee_name"] == "Oluwaseun Adeyemi-Clarke"


def test_a_name_whose_hyphen_leads_nowhere_is_not_half_read(sheet):
    page = sheet("Name                 Company\nOluwaseun Adeyemi-   Acme Logistics LLC\n\n\n\nGross Pay   100.00\n")
    assert "employee_name" not in values(page)


def test_a_name_behind_what_leads_to_it_is_read_without_that(sheet):
    assert values(sheet("Acme Inc\nEarnings statement Siobhan O'Malley\n"))["employee_name"] == "Siobhan O'Malley"
    check = "Acme Inc\nPAY TO THE\nORDER OF Kwame Boateng\n   12 Elm St\n   Dover, NH 03820\n"
    assert values(sheet(check))["employee_name"] == "Kwame Boateng"


def test_initials_before_a_surname_are_a_name_at_a_label_only(sheet):
    assert values(sheet("EMPLOYEE NAME: K L DRUMMOND\n"))["employee_name"] == "K L DRUMMOND"
    assert "employee_name" not in values(sheet("K L DRUMMOND\n"))


def test_a_company_beside_the_documents_title_is_the_employer(sheet):
    page = "Mercy Valley Medical Center        EARNINGS STATEMENT\nEmployee: Calliope Nwosu\n"
    assert values(sheet(page))["employer_name"] == "Mercy Valley Medical Center"
    unlike = "Bayou Marine Fabricators           EARNINGS STATEMENT\nEmployee: Jerome Fontenot\n"
    assert values(sheet(unlike))["employer_name"] == "Bayou Marine Fabricators"


def test_annual_salary_is_no_frequency(sheet):
    page = "PAY FREQUENCY      ANNUAL SALARY\nMonthly            62,000.00\n"
    assert values(sheet(page))["pay_frequency"] == "monthly"


def test_a_line_of_earnings_beside_an_employees_number_is_nobodys_name(sheet):
    page = "Wapato Valley School District\nEmployee ID:      Car Allowance       150.00     1,350.00\n"
    assert "employee_name" not in values(sheet(page))


def test_a_department_is_not_the_employer_beside_a_letterhead(sheet):
    page = "Vantage Polymer Products LP\n\nEmployee: 0331 Reinhardt Osei     Organization: Extrusion B\n"
    found = values(sheet(page))
    assert (found["employee_name"], found["employer_name"]) == ("Reinhardt Osei", "Vantage Polymer Products LP")
