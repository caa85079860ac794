/*
list = 11
who = "People who were in contact with the adoption agency in the window."
cannot = "The case records hold children, and not the people who want to adopt. Ask the adoption agency for this list, and put it in by hand"
source = "None: the Standard Safeguarding Dataset has no table of adopters"
*/
