"""The pages of events, for a club whose members have nothing but a browser.

What is on, an event with its registration form, and the ticket. A ticket's address is
the proof of whose it is: it is mailed, and shown to who filled in the form just now.
"""
