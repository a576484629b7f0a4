"""What is around the goals: setting a group up, threads, time travel, the traffic, a reload, a bot that was away."""

from __future__ import annotations

from playwright.sync_api import expect


def test_somebody_who_has_read_nothing_makes_a_channel_the_home_of_a_group(seat, house):
    seat.sits_down(house.box.person("alice"))
    if seat.phone:
        expect(seat.page.get_by_role("link", name="general")).to_be_visible()
    seat.page.get_by_role("button", name="New channel").click()
    seat.page.get_by_label("Name").fill("Writers")
    seat.page.get_by_role("button", name="Create").click()
    expect(seat.page.get_by_role("textbox", name="Message #writers")).to_be_visible()
    for name in ("Bob Lindqvist", "Mentor"):
        seat.page.get_by_role("button", name="member").click()
        seat.page.get_by_label("Person or app to add").select_option(name)
        seat.page.get_by_role("button", name="Add", exact=True).click()
        seat.no_form()
    seat.reads("Only visible to you", "Shall this channel be the home of a peer-mentorship group?")

    seat.clicks("Set up a group here")
    form = seat.form("Set up a group")
    expect(form.get_by_label("What is the group called?")).to_have_value("Writers")
    expect(form).to_contain_text("Alice Moreau")
    expect(form).to_contain_text("Bob Lindqvist")
    form.get_by_label("In which time zone does it plan?").select_option("Berlin (Europe/Berlin)")
    form.get_by_role("button", name="Save group").click()
    seat.no_form()
    welcome = seat.page.locator("#main .message", has_text="has made this channel the home")
    expect(welcome).to_contain_text("Berlin (Europe/Berlin)")

    seat.becomes("Bob Lindqvist")
    welcome.get_by_role("button", name="Add my first goal").click()
    form = seat.form("A new goal")
    form.get_by_label("What do you want to achieve?").fill("Finish chapter two")
    form.get_by_role("button", name="Save goal").click()
    seat.no_form()
    seat.reads("✓ Written down as goal #1.", "Finish chapter two")


def test_in_a_thread_the_bot_hears_its_name(at_table):
    at_table.writes("I have started on the review")
    message = at_table.reads("I have started on the review")
    if at_table.phone:
        message.get_by_role("button", name="More actions").click()
        at_table.page.get_by_role("menuitem", name="Reply in thread").click()
    else:
        message.hover()
        message.get_by_role("button", name="Reply in thread").click()
    at_table.writes("@Mentor goal add Submit the review by 30 June", where="Reply in thread")
    thread = at_table.page.locator("#thread")
    expect(thread).to_contain_text("✓ Written down as goal #1.")
    at_table.writes("/mentor goal list", where="Reply in thread", taken=False)
    expect(thread).to_contain_text("is not supported in threads")
    expect(at_table.page.get_by_role("textbox", name="Reply in thread")).to_have_value("/mentor goal list")


def test_what_only_one_person_could_see_is_gone_after_a_reload_but_not_forgotten(at_table):
    at_table.writes("/mentor goal add Rest more")
    at_table.reads("✓ Written down as goal #1.")
    at_table.page.reload()
    expect(at_table.page.locator("#main .message", has_text="has made this channel the home")).to_be_visible()
    expect(at_table.page.get_by_text("Written down")).to_have_count(0)
    at_table.writes("/mentor goal list")
    at_table.reads("Your goals", "#1 Rest more")


def test_whoever_reads_far_above_is_brought_to_the_answer_of_what_they_send(at_table):
    at_table.writes("/mentor help")
    at_table.reads("Hello, I am Mentor.")
    at_table.page.locator("#main .message").first.scroll_into_view_if_needed()
    at_table.writes("/mentor goal add Rest more")
    expect(at_table.reads("✓ Written down as goal #1.").get_by_role("button", name="Undo")).to_be_in_viewport()


def test_a_bot_that_was_away_finds_everything_and_its_old_buttons_work(at_table, house):
    at_table.writes("/mentor goal add Rest more")
    at_table.reads("✓ Written down as goal #1.")
    at_table.writes("/mentor goal propose Read each other's drafts")
    proposal = at_table.proposal()
    expect(proposal).to_be_visible()
    card = at_table.page.locator("#main .message", has_text="✓ Written down as goal #1.")

    house.bot_stops()
    expect(at_table.page.get_by_text("Mentor is not connected.")).to_be_visible()
    at_table.writes("/mentor goal list", taken=False)
    at_table.reads("/mentor failed")

    house.bot_starts()
    expect(at_table.page.get_by_text("Mentor is not connected.")).to_have_count(0)
    card.get_by_role("button", name="Share with the group").click()
    expect(at_table.page.get_by_text("The members of Peer mentors can see goal #1 now.")).to_be_visible()
    proposal.get_by_role("button", name="Adopt").click()
    expect(proposal).to_contain_text("✓ Adopted by @Alice Moreau.")
    home = at_table.goes_home()
    expect(home).to_contain_text("#1 Rest more")
    expect(home).to_contain_text("#g1 Read each other's drafts")


def test_after_both_were_stopped_everything_is_there_again(at_table, house):
    at_table.writes("/mentor goal propose Read each other's drafts")
    expect(at_table.page.get_by_role("button", name="Adopt")).to_be_visible()
    house.bot_stops()
    house.workspace_starts_again()
    house.bot_starts()
    at_table.page.reload()
    at_table.page.get_by_role("button", name="Adopt").click()
    expect(at_table.page.get_by_text("✓ Adopted by @Alice Moreau.")).to_be_visible()


def test_the_clock_can_be_sent_ahead_and_the_bot_goes_with_it(at_table):
    at_table.writes("/mentor goal add Send the abstract by 30 November")
    at_table.reads("by Monday 30 November 2026 (in 7 days)")
    if at_table.phone:
        at_table.page.get_by_role("button", name="Move the clock").click()
        at_table.page.get_by_role("menuitem", name="+1 week").click()
    else:
        at_table.page.get_by_role("button", name="+1 week").click()
    expect(at_table.page.get_by_text("It is now Mon")).to_be_visible()
    at_table.writes("/mentor goal list")
    at_table.reads("by Monday 30 November 2026 (today)")


def test_the_drawer_shows_what_went_over_the_wire(at_table):
    at_table.writes("/mentor goal add")
    at_table.form("A new goal").get_by_role("button", name="Cancel").click()
    at_table.page.get_by_role("button", name="Raw traffic").click()
    drawer = at_table.page.locator("#traffic")
    drawer.get_by_label("Filter traffic").fill("views.open")
    entry = drawer.locator(".entry", has_text="views.open").first
    entry.locator("summary").click()
    expect(entry).to_contain_text("A new goal")
    drawer.get_by_role("button", name="Close traffic").click()
    expect(drawer).to_be_hidden()


def test_nothing_stands_out_of_the_screen_down_to_360_points(at_table):
    if at_table.phone:
        at_table.page.set_viewport_size({"width": 360, "height": 740})
    at_table.writes(f"/mentor goal add {'W' * 120} by 30 June")
    at_table.reads("✓ Written down as goal #1.")
    assert at_table.too_wide() == []
    at_table.writes("/mentor goal propose Read each other's manuscripts within two weeks by 30 June")
    expect(at_table.page.get_by_role("button", name="Adopt")).to_be_visible()
    at_table.writes("/mentor help")
    at_table.reads("Hello, I am Mentor.")
    assert at_table.too_wide() == []
    at_table.writes("/mentor setup")
    at_table.reads("decided")
    assert at_table.too_wide() == []
    at_table.clicks("Change name, zone, members")
    expect(at_table.page.get_by_label("What is the group called?")).to_be_visible()
    assert at_table.too_wide() == []
    at_table.page.keyboard.press("Escape")
    at_table.goes_home()
    assert at_table.too_wide() == []
