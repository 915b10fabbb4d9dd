"""Invented names, streets, employers and banks; none of them is meant to be anybody's."""

from __future__ import annotations

FIRST = (
    "Amara", "Daniel", "Priya", "José", "Wei", "Fatima", "Liam", "Naomi", "Tomás", "Ingrid", "Darnell", "Mei", "Zoë",
    "Omar", "Rachel", "Kwame", "Elena", "Hiroshi", "Latoya", "Søren", "Leila", "Marcus", "Anh", "Bridget", "Ravi",
    "Chloé", "Diego", "Hannah", "Yusuf", "Grace",
)  # fmt: skip
MIDDLE = ("Jane", "Lee", "Marie", "Alan", "Rose", "Paul", "Ruth", "Noor", "Ellis", "", "", "")
LAST = (
    "Okafor", "Whitfield", "Raman", "García López", "Chen", "Al-Sayed", "O'Brien", "Feldman", "Herrera", "Lindqvist",
    "Washington", "Tanaka", "Müller", "Haddad", "Goldberg", "Mensah", "Petrova", "Sato", "Jackson", "Nørgaard",
    "Hosseini", "Brooks", "Nguyen", "Kowalczyk", "Patel", "Dubois", "Ramírez", "Schmidt-Lowe", "Demir", "Kim",
)  # fmt: skip
STREETS = (
    "Alder Street", "Birchwood Lane", "Cedar Hill Road", "Dogwood Avenue", "Elm Terrace", "Foxglove Court",
    "Grant Street", "Harbor View Drive", "Juniper Way", "Larkspur Lane", "Maple Crescent", "Orchard Road",
)  # fmt: skip
CITIES = (
    ("Columbus", "OH", "43215"), ("Portland", "OR", "97205"), ("Denver", "CO", "80203"), ("Austin", "TX", "78701"),
    ("Raleigh", "NC", "27601"), ("Tacoma", "WA", "98402"), ("Madison", "WI", "53703"), ("Richmond", "VA", "23219"),
)  # fmt: skip
STATE_NAMES = {
    "OH": "Ohio", "OR": "Oregon", "CO": "Colorado", "TX": "Texas", "NC": "North Carolina", "WA": "Washington",
    "WI": "Wisconsin", "VA": "Virginia",
}  # fmt: skip
STATE_TAX = {
    "OH": "0.0275",
    "OR": "0.0825",
    "CO": "0.0440",
    "TX": "0",
    "NC": "0.0425",
    "WA": "0",
    "WI": "0.0530",
    "VA": "0.0500",
}
EMPLOYERS = (
    "Brightwater Logistics LLC", "Northgate Dental Group", "Cobalt Analytics, Inc.", "Hearth & Vine Restaurants",
    "Summit Ridge Construction Co.", "Paloma Home Health Services", "Quarry Lane Software Inc",
    "Riverbend School District", "Tidewater Marine Supply", "Union Street Bakery LLC", "Vantage Medical Center",
    "Westmark Insurance Agency", "Ironwood Manufacturing Corp.", "Lakeshore Veterinary Clinic",
    "Meridian Transit Authority",
)  # fmt: skip
SALARIED_TITLES = (
    "Operations Analyst", "Registered Nurse", "Project Coordinator", "Software Developer", "Account Manager",
    "Teacher", "Office Manager", "Civil Engineer", "Claims Adjuster", "Marketing Specialist",
)  # fmt: skip
HOURLY_TITLES = (
    "Warehouse Associate", "Line Cook", "Dental Assistant", "Home Health Aide", "Forklift Operator", "Bus Operator",
    "Machine Operator", "Baker", "Veterinary Technician",
)  # fmt: skip
BANKS = (
    "First Prairie Bank", "Cascade Federal Credit Union", "Harborstone National Bank", "Tallgrass Savings Bank",
    "Pinecrest Community Bank", "Meridian Trust Bank, N.A.",
)  # fmt: skip
SHOPS = (
    "GREEN BASKET MARKET #112", "FUEL STOP 0482", "CORNER PHARMACY 2210", "METRO TRANSIT PASS", "HARDWARE DEPOT 31",
    "STREAMBOX MONTHLY", "CITY WATER UTILITY", "BLUELINE WIRELESS", "PIZZERIA LUCIA", "BOOKNOOK",
    "PARKING METER 8841", "THRIFT CORNER", "EVERGREEN ELECTRIC", "GYM ON FIFTH", "NOODLE HOUSE", "CAR WASH EXPRESS",
    "PET PANTRY", "COFFEE WORKS 17",
)  # fmt: skip
