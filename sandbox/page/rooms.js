// What one can do with a channel: make it, see and add its members, join and leave it.

import { freshId, h } from "./dom.js";
import { avatar, nameTag } from "./faces.js";
import { icon } from "./icons.js";
import { go } from "./place.js";
import { busy, dialog, notice } from "./popups.js";
import { doAs } from "./session.js";
import * as world from "./world.js";

/** Ask for a name and make a channel. */
export async function createChannel() {
  const ids = [freshId("name"), freshId("private")];
  const made = await dialog({ title: "Create a channel" }, (close) => {
    const name = h("input", {
      id: ids[0],
      class: "field",
      placeholder: "e.g. peer-mentors",
      "data-first": true,
      maxlength: 80,
      required: true,
    });
    const secret = h("input", { id: ids[1], type: "checkbox" });
    const submit = (event) => {
      event.preventDefault();
      close({ name: name.value.trim().toLowerCase().replace(/\s+/g, "-"), private: secret.checked });
    };
    return [
      h(
        "form",
        { class: "dialog-body", onsubmit: submit },
        h("label", { class: "label", for: ids[0] }, "Name"),
        name,
        h("div", { class: "choice" }, secret, h("label", { for: ids[1] }, "Private")),
        h("div", { class: "dialog-foot" }, h("button", { type: "submit", class: "button primary" }, "Create")),
      ),
    ];
  });
  if (!made) return;
  const result = await doAs({ do: "create_channel", ...made });
  if (result.error) notice(result.error, { kind: "error" });
  const room = world.channels().find((each) => each.name === made.name);
  if (room && !result.error) go({ channel: room.id });
}

async function tell(deed, done) {
  const result = await doAs(deed);
  notice(result.error || done, { kind: result.error ? "error" : "info" });
}

function memberRow(id) {
  const person = world.user(id);
  return h(
    "li",
    {},
    avatar(id),
    h("div", {}, h("div", {}, nameTag(id)), person && h("div", { class: "menu-note" }, person.tz_label)),
  );
}

/** Show who is in a channel, with adding and leaving. */
export function showMembers(room) {
  const outside = world.users().filter((each) => !each.deleted && !room.members.includes(each.id));
  const pick = h(
    "select",
    { id: freshId("person"), class: "field select", "aria-label": "Person or app to add" },
    outside.map((each) => h("option", { value: each.id }, world.nameOf(each.id))),
  );
  return dialog({ title: `${room.members.length} in ${world.signedTitle(room)}` }, (close) => {
    const add = h(
      "button",
      {
        type: "button",
        class: "button primary",
        onclick: () =>
          busy(add, async () => {
            await tell({ do: "invite", channel: room.id, user: pick.value }, `${world.nameOf(pick.value)} was added.`);
            close();
          }),
      },
      "Add",
    );
    const leave = async () => {
      await tell({ do: "leave", channel: room.id }, `You left ${world.signedTitle(room)}.`);
      close();
    };
    return [
      h(
        "div",
        { class: "dialog-body" },
        outside.length > 0 && room.is_member && h("div", { class: "add-row" }, pick, add),
        h("ul", { class: "member-list" }, room.members.map(memberRow)),
      ),
      room.is_member &&
        h(
          "div",
          { class: "dialog-foot" },
          h("button", { type: "button", class: "button", onclick: leave }, "Leave channel"),
        ),
    ].filter(Boolean);
  });
}

/** The bar in place of the composer when one is not in the channel, or it is archived. */
export function outsideBar(room) {
  if (room.archived) return h("div", { class: "outside" }, icon("archive"), ` ${world.signedTitle(room)} is archived.`);
  const join = h(
    "button",
    {
      type: "button",
      class: "button primary",
      onclick: () => busy(join, () => tell({ do: "join", channel: room.id }, `You joined ${world.signedTitle(room)}.`)),
    },
    "Join channel",
  );
  return h("div", { class: "outside" }, h("strong", {}, world.signedTitle(room)), join);
}
