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


def test_a_column_that_adds_up_says_what_its_ends_are(sheet):
    found = values(
        sheet(
            "                  This check    Year to date\n"
            "Salary              1,875.00       39,379.90\n"
            "FIT                  -187.50       -3,920.99\n"
            "Social Security      -116.25       -2,441.55\n"
            "Medicare              -27.19         -571.01\n"
            "Check amount        1,544.06       32,446.35\n"
        )
    )
    assert (found["gross_pay"], found["net_pay"]) == ("1875.00", "1544.06")
    assert (found["ytd_gross"], found["ytd_net"]) == ("39379.90", "32446.35")


def test_a_column_that_does_not_add_up_says_nothing(sheet):
    found = values(
        sheet(
            "Salary              1,875.00\n"
            "FIT                  -187.50\n"
            "Social Security      -116.25\n"
            "Check amount        1,544.06\n"
        )
    )
    assert {"gross_pay", "net_pay"}.isdisjoint(found)


def test_two_blocks_that_add_up_are_the_period_and_the_year(sheet):
    found = values(
        sheet(
            "Gross Earnings  $3,312.50      Gross Earnings  $64,134.88\n"
            "Taxes            -$776.78      Taxes          -$15,017.63\n"
            "Deductions        -$88.46      Deductions      -$1,946.12\n"
            "Take Home       $2,447.26      Take Home       $47,171.13\n"
        )
    )
    assert (found["gross_pay"], found["net_pay"], found["ytd_gross"]) == ("3312.50", "2447.26", "64134.88")


def test_large_amounts_with_their_labels_under_them_are_read_when_they_add_up(sheet):
    found = values(
        sheet(
            "Smith Corp\n\n"
            "$5,248.33      $1,047.04      $407.75         $3,793.54\n"
            "Gross Pay      Taxes          Deductions      Net Pay\n"
        )
    )
    assert (found["gross_pay"], found["net_pay"]) == ("5248.33", "3793.54")


def test_amounts_left_of_what_they_are(sheet):
    found = values(
        sheet(
            "This period    Year to date    Item\n"
            "   2,032.00       44,704.00    Gross wages\n"
            "     158.50        3,475.91    Federal Income Tax\n"
            "     125.98        2,771.65    Social Security\n"
            "      29.46          648.21    Medicare\n"
            "     313.94        6,895.77    Total deductions\n"
            "   1,718.06       37,808.23    Net wages\n"
        )
    )
    assert (found["gross_pay"], found["ytd_gross"], found["net_pay"]) == ("2032.00", "44704.00", "1718.06")
    assert found["deductions_total"] == "313.94"


def test_net_pay_above_its_words_is_read_when_two_lines_of_deductions_prove_it(sheet):
    found = values(
        sheet(
            "Pinnacle Home Health\n\n      $642.92\n   Take-home pay\n\n"
            "Gross pay      $857.20\nTaxes         -$201.88\nDeductions     -$12.40\n"
        )
    )
    assert (found["gross_pay"], found["net_pay"]) == ("857.20", "642.92")


def test_net_pay_in_a_column_of_its_own_is_gross_less_all_lines(sheet):
    page = (
        "Earnings      Rate   Hours   This period   Year to date\n"
        "Regular      20.00   80.00      1,600.00      32,000.00\n"
        "Gross Pay                       1,600.00      32,000.00\n\n"
        "Taxes                        This period   Year to date\n"
        "Federal Income Tax                160.00       3,200.00\n"
        "Social Security                    99.20       1,984.00\n"
        "Medicare                           23.20         464.00\n"
        "Net Pay                                        {}\n"
    )
    assert values(sheet(page.format("1,317.60")))["net_pay"] == "1317.60"
    assert "net_pay" not in values(sheet(page.format("1,417.60")))


def test_a_labelled_gross_pay_stays_when_the_sums_disagree(sheet):
    found = values(
        sheet(
            "Gross pay this period   Gross pay year to date   Net pay this period\n"
            "             2,350.00                54,050.00              2,484.31\n\n"
            "Deductions                Current         YTD\n"
            "Federal Income Tax         477.06   10,972.38\n"
            "Total deductions           477.06   10,972.38\n"
        )
    )
    assert (found["gross_pay"], found["net_pay"], found["deductions_total"]) == ("2350.00", "2484.31", "477.06")


def test_a_sum_called_current_keeps_the_year_in_its_own_column(sheet):
    found = values(
        sheet(
            "Earnings              Y-T-D     This Period\n"
            "Regular            6,000.00        2,000.00\n"
            "Overtime             360.00          120.00\n"
            "Current Gross      6,360.00        2,120.00\n"
        )
    )
    assert (found["gross_pay"], found["ytd_gross"]) == ("2120.00", "6360.00")


def test_a_share_in_percent_parts_no_label_from_its_amounts(sheet):
    found = values(
        sheet(
            "                 Share        Current              YTD\n"
            "Gross pay         100%     $4,841.67       $96,795.06\n"
            "Net pay          68.5%     $3,317.57       $66,324.24\n"
        )
    )
    assert (found["gross_pay"], found["ytd_gross"], found["net_pay"]) == ("4841.67", "96795.06", "3317.57")
