"""The clock knocks here: letters are sent, Homes are published, what was left behind is taken up again."""
