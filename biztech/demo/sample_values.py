"""What the demo club's people are made of; every name and address is invented."""

FIRST_NAMES = (
    "Adaeze Aiko Amara Anouk Arjun Astrid Bao Beatriz Callum Chidi Daria Dmitri"
    " Eilidh Emeka Farah Felix Gita Hana Henrik Imani Ines Jasper Jiho Kavya Keanu"
    " Lars Leila Malik Mei Mina Nadia Nikhil Noor Odette Oskar Priya Quinn Rafael"
    " Rania Rohan Saoirse Simran Soren Tariq Thea Uma Viktor Wren Xavier Yara Yusuf"
    " Zainab Zofia"
)
LAST_NAMES = (
    "Applewhisk Birchgrove Bramblewick Cloudberry Copperfen Dapplewood Driftmoor"
    " Elderbank Emberlock Fallowmere Fernhollow Foxmarrow Gladwater Greyfinch"
    " Harebell Hazelmount Inkwell Ivybridge Juniperson Kelpworth Kestrelby Larkspurs"
    " Lindenfall Marrowby Mistlethorn Moonhaven Nettlefield Oakenshaw Otterbourne"
    " Pebblecombe Quillfeather Ravenscroftby Rowanlea Saltmarsh Silverbeck Sparrowby"
    " Summerisle Thistledown Umberfield Willowherb Yarrowfold"
)

# Study programmes by faculty; the counts of a real club lean the same way.
MAJORS = {
    "Commerce": ("Business Technology Management", "Finance", "Marketing"),
    "Science": ("Computer Science", "Statistics", "Cognitive Systems", "Mathematics"),
    "Arts": ("Economics", "Psychology", "Media Studies"),
    "Engineering": ("Computer Engineering", "Mechanical Engineering"),
    "Kinesiology": ("Kinesiology",),
    "Land and Food Systems": ("Food Science",),
    "Forestry": ("Natural Resources",),
}
FACULTY_WEIGHTS = (34, 28, 16, 12, 4, 3, 3)
YEARS = ("1st Year", "2nd Year", "3rd Year", "4th Year", "5+ Year")
YEAR_WEIGHTS = (24, 28, 24, 18, 6)
PRONOUNS = ("She/Her/Hers", "He/Him/His", "They/Them/Theirs")
PRONOUN_WEIGHTS = (45, 45, 10)
EDUCATIONS = ("UBC", "UNI", "NA")
EDUCATION_WEIGHTS = (90, 7, 3)
DIETS = ("None", "Vegetarian", "Vegan", "Gluten-free")
DIET_WEIGHTS = (70, 17, 8, 5)
HEARD_FROM = ("Friends", "Instagram", "Boothing", "LinkedIn", "Posters", "Events")
TOPICS = ("AI", "Fintech", "Product", "Design", "Consulting", "Startups", "Web")

HOBBIES = (
    "Bouldering",
    "Baking bread",
    "Chess",
    "Film cameras",
    "Houseplants",
    "Karaoke",
    "Long walks",
    "Pottery",
    "Puzzles",
    "Rowing",
    "Sketching",
    "Thrifting",
)
ICE_BREAKERS = (
    "I once rode a night train across three countries.",
    "I can name every station of the SkyTrain.",
    "My first program printed my name upside down.",
    "I know far too much about tea.",
    "I have never finished a crossword.",
)
ABOUT = (
    "Looking for people to build something small with.",
    "Here to learn how products are made.",
    "I like data, and explaining it.",
    "Between business and code, and happy there.",
    "Ask me about design systems.",
)
