"""Pay stubs whose words leave a value in doubt, which their arithmetic or their other half of a label decides."""

from app.screening.facts.labels import names
from app.screening.facts.paystub import read_paystub
from app.screening.facts.two_languages import in_one_language


def values(sheet):
    return {name: fact.value for name, fact in read_paystub([sheet]).items() if isinstance(fact.value, str)}


def test_a_heading_of_hours_and_the_period_leaves_the_product_to_the_amount(sheet):
    found = values(
        sheet(
            "Earnings           Rate  Hours This Period          YTD\n"
            "REGULAR           14.75     18.00   265.50    11,416.50\n"
            "Gross Pay                           265.50    11,416.50\n"
        )
    )
    assert (found["hours"], found["rate"]) == ("18.00", "14.75")


def test_two_sums_of_hours_that_say_the_same_are_one(sheet):
    found = values(
        sheet(
            "Earnings          Hours      Rate       Current          YTD\n"
            "Regular           78.50     18.75      1,471.88    32,381.36\n"
            "Total Hours       78.50\n"
            "Gross Earnings                         1,471.88    32,718.86\n"
            "Total Hrs Worked  78.50\n"
        )
    )
    assert found["hours"] == "78.50"


def test_a_label_in_two_languages_is_its_known_half():
    assert in_one_language("Net Pay / Salario Neto") == "Net Pay"
    assert in_one_language("Fecha de Pago / Pay Date") == "Pay Date"
    assert in_one_language("Rate / Hours") == "Rate / Hours"
    assert in_one_language("Social Security / Medicare") == "Social Security / Medicare"


def test_labels_in_spanish_and_english_are_read(sheet):
    found = values(
        sheet(
            "Earnings / Ingresos       Hours / Horas   Rate / Tarifa   Current / Actual   YTD / Acumulado\n"
            "Regular / Regular                 40.00           14.50             580.00         25,505.50\n"
            "Gross Pay / Salario Bruto         40.00                             580.00         25,505.50\n"
            "Total Deductions / Total Deducciones                                111.15          4,507.14\n"
            "Net Pay / Salario Neto                                              468.85         20,998.36\n"
        )
    )
    assert (found["gross_pay"], found["net_pay"], found["deductions_total"]) == ("580.00", "468.85", "111.15")
    assert (found["ytd_gross"], found["hours"], found["rate"]) == ("25505.50", "40.00", "14.50")


def test_a_label_of_the_data_may_hold_words_that_stand_for_one_another():
    ends = names("paystub", "date")["period_end"]
    assert {"payperiodending", "periodendeddate", "ppenddate"} <= set(ends)
