// The peer: `/mentor goal add … by <day> <month>` on bolt-js and better-sqlite3, on the same tables with the same PRAGMAs.
// It reads who is acting and their groups, stores the goal as the mentor does (five statements in one transaction), and
// acknowledges with a card of the same blocks.
'use strict';
const { App, LogLevel } = require('@slack/bolt');
const Database = require('better-sqlite3');

const db = new Database(process.env.DATABASE_URL.replace('sqlite:///', ''));
for (const pragma of ['journal_mode=WAL', 'synchronous=FULL', 'foreign_keys=ON', 'busy_timeout=5000', 'secure_delete=ON', 'temp_store=MEMORY',
  'cache_size=-16384', 'mmap_size=0', 'journal_size_limit=67108864']) db.pragma(pragma);

const actor = db.prepare(`SELECT p.*, m.role, g.id AS g_id, g.channel, g.name AS g_name, g.tz AS g_tz FROM people p
  LEFT JOIN memberships m ON m.person_id = p.id AND m.left IS NULL LEFT JOIN groups g ON g.id = m.group_id
  WHERE p.workspace = ? AND p.user = ? ORDER BY g.name, g.id`);
const seen = db.prepare('INSERT INTO seen (key, at) VALUES (?, ?) ON CONFLICT DO NOTHING');
const next = db.prepare('UPDATE people SET last_goal = last_goal + 1 WHERE id = ? RETURNING last_goal');
const insert = db.prepare(`INSERT INTO goals (owner_id, scope, number, what, measure, why, first_step, due, horizon, visibility, state, percent,
  closing_note, version, created, touched) VALUES (?, 'own', ?, ?, '', '', '', ?, 'short', 'private', 'open', 0, '', 1, ?, ?) RETURNING id`);
const note = db.prepare("INSERT INTO goal_progress (goal_id, person_id, kind, text, at) VALUES (?, ?, 'made', '', ?)");
const stale = db.prepare('UPDATE people SET home_stale = home_stale + 1 WHERE id = ? AND home_opened IS NOT NULL');

const add = db.transaction((person, what, due, once) => {
  const now = new Date().toISOString();
  if (!seen.run(once, now).changes) return null;
  const number = next.get(person.id).last_goal;
  const id = insert.get(person.id, number, what, due, now, now).id;
  note.run(id, person.id, now);
  stale.run(person.id);
  return { id, number };
}).immediate;

const MONTHS = ['january', 'february', 'march', 'april', 'may', 'june', 'july', 'august', 'september', 'october', 'november', 'december'];
function split(text) {
  const found = /^(.*?)\s+by\s+(\d{1,2})\s+([a-z]+)(?:\s+(\d{4}))?$/i.exec(text);
  const month = found ? MONTHS.indexOf(found[3].toLowerCase()) : -1;
  if (month < 0) return { what: text, due: null };
  const today = new Date();
  let year = found[4] ? Number(found[4]) : today.getUTCFullYear();
  if (!found[4] && Date.UTC(year, month, Number(found[2]) + 1) < today) year += 1;
  return { what: found[1], due: new Date(Date.UTC(year, month, Number(found[2]))) };
}

const button = (words, action, value, label) => ({
  type: 'button', text: { type: 'plain_text', text: words, emoji: true }, action_id: action, value: String(value), accessibility_label: label });
function card(goal, what, due) {
  const ref = `#${goal.number}`;
  const day = due ? `by ${due.toLocaleDateString('en-GB', { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' })}` : 'no date';
  const facts = `${day} · short-term · only you can see it`;
  return {
    response_type: 'ephemeral', text: `✓ Written down as goal ${ref}. Goal ${ref}: ${what}. 0% done, ${facts}.`,
    blocks: [
      { type: 'section', text: { type: 'mrkdwn', text: `✓ Written down as goal ${ref}.`, verbatim: true } },
      { type: 'rich_text', elements: [{ type: 'rich_text_section', elements: [
        { type: 'text', text: `${ref} `, style: { code: false } }, { type: 'text', text: what, style: { bold: true } },
        { type: 'text', text: '\n' }, { type: 'text', text: facts }] }] },
      { type: 'context', elements: [{ type: 'mrkdwn', verbatim: true,
        text: '*SMART check.* It could still use a first step. For example: “First, I block one hour this week to …”.' }] },
      { type: 'actions', block_id: `goal-${goal.id}`, elements: [button('Make it SMART', 'goals.smart', goal.id, 'Make it SMART'),
        button('Edit', 'goals.edit', goal.id, `Edit goal ${ref}`), button('Share with the group', 'goals.share', goal.id, `Share goal ${ref}`),
        button('Undo', 'goals.undo', goal.id, `Undo: remove goal ${ref}`)] }] };
}

const app = new App({
  token: process.env.SLACK_BOT_TOKEN, appToken: process.env.SLACK_APP_TOKEN, socketMode: true, logLevel: LogLevel.ERROR,
  clientOptions: { slackApiUrl: process.env.SLACK_API_URL }, installerOptions: { clientOptions: { slackApiUrl: process.env.SLACK_API_URL } } });
app.command('/mentor', async ({ ack, command }) => {
  const [person] = actor.all(command.team_id, command.user_id);
  const { what, due } = split(command.text.replace(/^goal add\s+/, ''));
  const goal = add(person, what, due && due.toISOString().slice(0, 10), `trigger:${command.trigger_id}`);
  await ack(goal ? card(goal, what, due) : undefined);
});
process.stdin.on('end', () => process.exit(0)).resume();
app.start();
