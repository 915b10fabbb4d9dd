"""Gross and net pay that sums prove, whatever stands over or beside them."""

from app.screening.facts.paystub import read_paystub


def facts_of(sheet):
    return {name: fact.value for name, fact in read_paystub([sheet]).items()}


def test_amounts_behind_the_period_that_add_up_are_gross_and_net_pay(sheet):
    found = facts_of(
        sheet(
            "EMPLOYEE EARNINGS STATEMENT\n"
            "Current   3,122.40   2,536.75   568.71   598.30   1,955.39\n"
            "YTD      68,692.80  55,808.50 12,511.62 13,162.60  43,018.58\n"
        )
    )
    assert (found["gross_pay"], found["net_pay"]) == ("3122.40", "1955.39")
    assert (found["ytd_gross"], found["ytd_net"]) == ("68692.80", "43018.58")


def test_amounts_behind_the_period_that_do_not_add_up_are_left_alone(sheet):
    assert "gross_pay" not in facts_of(sheet("Current   3,122.40   2,536.75   568.71   598.30   1,957.39\n"))


def test_six_amounts_under_broken_headings_are_the_years_and_the_periods(sheet):
    found = facts_of(
        sheet(
            "YTD         YTD           YTD NET       CURRENT     CURRENT       NET\n"
            "EARNED      TAKEN         PAY           TOTAL       TAKEN         PAY\n"
            "39,412.38   7,201.18      32,211.20     1,797.60    329.86        1,467.74\n"
        )
    )
    assert (found["net_pay"], found["ytd_gross"]) == ("1467.74", "39412.38")


def test_net_pay_in_a_box_under_the_years_column_is_the_periods(sheet):
    found = facts_of(
        sheet(
            "Description                    Current          YTD\n"
            "Gross Income                  3,461.54    76,158.32\n"
            "Net Income                                 3,461.54\n"
        )
    )
    assert (found["gross_pay"], found["net_pay"]) == ("3461.54", "3461.54")


def test_net_pay_under_a_strange_heading_is_told_by_what_was_taken(sheet):
    found = facts_of(
        sheet(
            "Earnings           Qty     Rate       Current\n"
            "Gross Pay                            1,357.50\n"
            "\n"
            "                                      -344.24\n"
            "Net Pay       1,013.26\n"
        )
    )
    assert found["net_pay"] == "1013.26"


def test_the_years_gross_pay_stands_behind_the_periods_as_net_pay_and_what_was_taken_do(sheet):
    found = facts_of(
        sheet(
            "Earnings        This period     town\n"
            "GROSS PAY           3099.07     56293.75\n"
            "\n"
            "                     633.76     11458.07\n"
            "NET PAY             2465.31     44835.68\n"
        )
    )
    assert (found["gross_pay"], found["net_pay"], found["ytd_gross"]) == ("3099.07", "2465.31", "56293.75")


def test_a_total_in_which_money_paid_back_is_set_off_is_not_all_deductions(sheet):
    found = facts_of(
        sheet(
            "EARNINGS              THIS PERIOD ($)\n"
            "GROSS EARNINGS               1,000.00\n"
            "\n"
            "WITHHOLDINGS          THIS PERIOD ($)\n"
            "FED WITHHOLDING                100.00\n"
            "MEDICARE                        14.50\n"
            "TOTAL WITHHOLDINGS             114.50\n"
            "\n"
            "DEDUCTIONS            THIS PERIOD ($)\n"
            "HEALTH INS                      46.04\n"
            "MILEAGE REIMB                  -36.50\n"
            "TOTAL DEDUCTIONS                 9.54\n"
            "\n"
            "NET PAY                        875.96\n"
        )
    )
    assert found["net_pay"] == "875.96"
    assert "deductions_total" not in found


def test_net_pay_that_is_all_deductions_was_read_in_the_wrong_column(sheet):
    found = facts_of(
        sheet("Gross Pay            2,014.00\nTotal Deductions       458.18\nNet Pay                458.18\n")
    )
    assert "net_pay" not in found
