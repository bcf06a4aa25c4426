"""What demo clients are called and train for, and what their trainers write about it."""

NAMES = [
    ("Aaliyah", "Thompson"),
    ("Mateusz", "Kowalczyk"),
    ("Priya", "Raman"),
    ("Jonas", "Hoffmann"),
    ("Yuki", "Nakamura"),
    ("Fatima", "El-Sayed"),
    ("Lucía", "Fernández"),
    ("Kwame", "Mensah"),
    ("Ingrid", "Sørensen"),
    ("Thomas", "Müller"),
    ("Mei", "Chen"),
    ("Olena", "Shevchenko"),
    ("Diego", "Ramírez"),
    ("Amara", "Nwosu"),
    ("Leila", "Karimi"),
    ("Patrick", "O'Connor"),
    ("Sofia", "Papadopoulou"),
    ("Rahul", "Verma"),
    ("Hannah", "Schäfer"),
    ("Minh", "Nguyễn"),
    ("Zeynep", "Yılmaz"),  # noqa: RUF001
    ("Emil", "Johansson"),
    ("Chloé", "Dubois"),
    ("Tomás", "Silva"),
    ("Noah", "Williams"),
    ("Grace", "Kim"),
    ("Omar", "Haddad"),
    ("Katarzyna", "Wiśniewska"),
    ("Matteo", "Ricci"),
    ("Ana", "Kovačević"),
    ("Samuel", "Abebe"),
    ("Ruth", "Goldberg"),
    ("Tariq", "Rahman"),
    ("Elin", "Lindqvist"),
    ("Jamal", "Carter"),
    ("Nadia", "Petrova"),
    ("Hiroshi", "Tanaka"),
    ("Maria", "Santos"),
    ("Felix", "Bauer"),
    ("Isabelle", "Laurent"),
    ("Kofi", "Boateng"),
    ("Siobhán", "Murphy"),
    ("Andrei", "Popescu"),
    ("Layla", "Hassan"),
    ("Pavel", "Novák"),
    ("Wanjiru", "Kamau"),
    ("Ben-Ami", "Levi"),
    ("Charlotte", "Evans"),
]

GOALS = [
    "Run the half marathon in spring in under two hours.",
    "Lose 8 kg by the summer, slowly, without crash diets.",
    "First strict pull-up.",
    "Back to the gym after the second child; core and pelvic floor first.",
    "Deadlift one and a half times body weight.",
    "Less back pain from sitting at a desk all day.",
    "Keep up with the kids on the football pitch.",
    "Pass the fire service fitness test.",
    "Build muscle; has never lifted before.",
    "Stay mobile and steady on the feet at 70.",
    "Ski season without sore knees.",
    "Sleep better and handle stress at work.",
]
CONDITIONS = [
    "Left knee: meniscus operated in 2021, no deep lunges.",
    "Mild asthma, brings the inhaler.",
    "High blood pressure, medicated. No breath holding under load.",
    "Shoulder impingement on the right, no overhead press for now.",
    "Type 1 diabetes. Checks blood sugar before and after; juice is in the bag.",
    "Slipped disc L4/L5 (2019), cleared by the doctor for moderate loads.",
    "Pollen allergy: train indoors from April to June.",
    "Pregnant, second trimester. Letter from the midwife is on file.",
]
CLIENT_NOTES = [
    "Prefers mornings. Always on time.",
    "Likes to know why an exercise is in the plan.",
    "Pays by bank transfer at the start of the month.",
    "Travels for work every third week; send the hotel programme.",
    "Found us through a friend. Very motivated, needs to be held back a little.",
    "Would rather text than phone.",
    "Counts steps, loves numbers: send the monthly summary.",
    "Shy in the big hall, use the small studio.",
]
MEMBERSHIPS = [
    "10 sessions",
    "20 sessions",
    "Monthly, once a week",
    "Monthly, twice a week",
    "Online coaching",
]
RELATIONS = ["partner", "mother", "father", "sister", "brother"]

# {type: (titles, minutes they usually last)}
OFFERS = {
    "personal": (
        [
            "Personal Training",
            "Strength: Lower Body",
            "Strength: Upper Body",
            "Mobility Work",
            "Rehab Session",
            "Running Technique",
            "Kettlebell Basics",
            "Core & Back",
        ],
        [60, 60, 60, 45, 90],
    ),
    "online": (["Online Check-in", "Online Training", "Mobility by Video"], [30, 45, 45]),
    "assessment": (["Fitness Assessment", "Movement Screening", "Body Composition"], [60, 90]),
    "consultation": (["First Consultation", "Nutrition Talk", "Plan Review"], [30, 45]),
    "group": (["Group Class - HIIT", "Group Class - Mobility", "Group Class - Strength"], [60]),
}
PLACES = {
    "personal": ["Main Gym - Studio A", "Main Gym - Weight Room", "Small Studio", "City Park, north gate"],
    "online": ["Video call"],
    "assessment": ["Main Gym - Assessment Area"],
    "consultation": ["Office", "Café next door"],
    "group": ["Studio B"],
}

DESCRIPTIONS = [
    "Full body workout focusing on strength.",
    "Technique first, then four working sets.",
    "Easy week after the last block.",
    "Test week: new numbers for the plan.",
    "Intervals outside if it stays dry.",
]
NOTES = [
    "Bring running shoes.",
    "Wants to focus on the upper body.",
    "Slept badly, keep it moderate.",
    "New programme starts today.",
    "Ask about the shoulder before starting.",
    "Has to leave five minutes early.",
    "Take new photos for the comparison.",
    "Bring the resistance bands.",
]
EXERCISES = [
    "Back squat 5 × 5 at 70 kg, split squat 3 × 10, plank 3 × 45 s",
    "Bench press 4 × 8, row 4 × 10, face pull 3 × 15, farmer's walk 4 × 30 m",
    "Deadlift 3 × 5 at 95 kg, hip thrust 3 × 12, dead bug 3 × 10",
    "Sprints 8 × 100 m, burpees, mountain climbers, box jumps",
    "Hip and ankle mobility, goblet squat 4 × 8, Turkish get-up 3 each side",
    "Kettlebell swing 10 × 15, press 5 × 5, carries",
    "Foam rolling, glute bridge 3 × 15, bird dog, Pallof press 3 × 12",
    "Row 2000 m in 8:12, pull-down 4 × 10, push-up 4 × 12",
]
FEEDBACK = [
    "Tough but felt amazing after!",
    "Good pace today.",
    "Legs are done. See you Thursday?",
    "The knee did not hurt at all.",
    "Could have been a bit harder.",
    "Finally understood the hip hinge.",
    "Loved the outdoor part.",
]
TRAINER_NOTES = [
    "Clear progress in stamina. Add 2.5 kg to the squat next time.",
    "Right shoulder still drops in the row. Film it.",
    "Not quite here today; work is stressful. Keep the next one light.",
    "Ready for the next block.",
    "Lower back rounds from the fourth repetition on, stay at this weight.",
    "Talk about sleep and protein next time.",
    "New best on the deadlift!",
]
MISSED = [
    "Did not come and did not call. Second time this month.",
    "Forgot, apologised in the evening. Count it this time.",
    "Waited twenty minutes, no answer on the phone.",
]
CALLED_OFF = [
    "Has a cold, calls when well again.",
    "Meeting at work came up, called off the day before.",
    "Child is ill.",
    "Moved to next week.",
]
