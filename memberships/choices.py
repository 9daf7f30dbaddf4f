"""What the membership form offers, on the dashboard and to newcomers.

Source: contract section 3.1.
"""

import re

Choices = list[tuple[str, str]]


def as_given(values: list[str]) -> Choices:
    """Return choices that are stored as they are shown."""
    return [(value, value) for value in values]


UBC = "UBC"
EDUCATION: Choices = [
    (UBC, "UBC student"),
    ("UNI", "Student at another university"),
    ("NA", "Not a university student"),
]
PRONOUNS = ["He/Him/His", "She/Her/Hers", "They/Them/Theirs"]
YEARS = [
    "1st Year",
    "2nd Year",
    "3rd Year",
    "4th Year",
    "5+ Year",
    "Other",
    "Not Applicable",
]
# From here on the years of study are one choice.
_FIFTH = 5
FACULTIES = [
    "Arts",
    "Commerce",
    "Science",
    "Engineering",
    "Kinesiology",
    "Land and Food Systems",
    "Forestry",
    "Other",
    "Not Applicable",
]
DIETS = ["None", "Vegetarian", "Vegan", "Gluten-free"]
REFERRALS = [
    "Friends/Word of Mouth",
    "Instagram",
    "LinkedIn",
    "Boothing",
    "BizTech Newsletter",
    "Faculty Newsletter",
    "Other",
]
TOPICS = [
    "Tech Startups",
    "E-Commerce",
    "Cyber Security",
    "Careers in the Tech Industry",
    "AI + Machine Learning",
]
YES_NO: Choices = [("yes", "Yes"), ("no", "No")]

# Asked of UBC students.
STUDENT_NUMBER = re.compile(r"\d{8}", re.ASCII)


def level_of_study(number: float) -> str:
    """Return the level of study that a number means, as people choose it."""
    if number != int(number) or number < 1:
        return str(number)
    return YEARS[min(int(number), _FIFTH) - 1]
