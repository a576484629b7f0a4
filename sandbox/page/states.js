// What inputs hold, in the shapes of Slack's `view.state.values` (docs.slack.dev, "View interaction payloads").

// Element type → the state's field, the element's field that fills it at first, and what "empty" looks like.
const SHAPES = {
  plain_text_input: ["value", "initial_value", null],
  email_text_input: ["value", "initial_value", null],
  url_text_input: ["value", "initial_value", null],
  number_input: ["value", "initial_value", null],
  rich_text_input: ["rich_text_value", "initial_value", null],
  checkboxes: ["selected_options", "initial_options", []],
  radio_buttons: ["selected_option", "initial_option", null],
  static_select: ["selected_option", "initial_option", null],
  external_select: ["selected_option", "initial_option", null],
  multi_static_select: ["selected_options", "initial_options", []],
  multi_external_select: ["selected_options", "initial_options", []],
  users_select: ["selected_user", "initial_user", null],
  multi_users_select: ["selected_users", "initial_users", []],
  conversations_select: ["selected_conversation", "initial_conversation", null],
  multi_conversations_select: ["selected_conversations", "initial_conversations", []],
  channels_select: ["selected_channel", "initial_channel", null],
  multi_channels_select: ["selected_channels", "initial_channels", []],
  datepicker: ["selected_date", "initial_date", null],
  timepicker: ["selected_time", "initial_time", null],
  datetimepicker: ["selected_date_time", "initial_date_time", null],
  file_input: ["files", "", []],
};

/** The field of an element's state and of its block_actions payload, or undefined when it holds none (a button). */
export const fieldOf = (type) => SHAPES[type]?.[0];

/** A state of this element that holds `value`; text that is empty counts as null, as in Slack. */
export function stateWith(element, value) {
  const [field, , empty] = SHAPES[element.type];
  return { type: element.type, [field]: value === "" || value === undefined ? empty : value };
}

/** The state before anybody touched the element. */
export function initialState(element) {
  const [, initial, empty] = SHAPES[element.type];
  return stateWith(element, element[initial] ?? empty);
}

/** The elements of a block that hold a state. */
export function holders(block) {
  const inside = { input: [block.element], section: [block.accessory], actions: block.elements }[block.type] || [];
  return inside.filter((each) => each && SHAPES[each.type]);
}

/** Whether a state holds nothing. */
function isEmpty(state) {
  const value = state[fieldOf(state.type)];
  return value === null || value === "" || (Array.isArray(value) && !value.length);
}

/**
 * The values of all elements in these blocks, as Slack sends them.
 * @param {object[]} blocks
 * @param {Map<string, object>} edits what a person has changed, by `keyOf`
 */
export function valuesOf(blocks, edits) {
  const values = {};
  for (const block of blocks) {
    for (const element of holders(block)) {
      const edited = edits.get(keyOf(block, element));
      const state = edited && edited.type === element.type ? edited : initialState(element);
      (values[block.block_id] ||= {})[element.action_id] = state;
    }
  }
  return values;
}

/** What names an element on a surface: Slack keeps what was typed where both ids stay the same. */
export const keyOf = (block, element) => `${block.block_id}\n${element.action_id}`;

const length = (text) => [...text].length;

/** Why Slack's client would not send this input yet, or null. `block` is an input block, `state` its element's state. */
export function complaint(block, state) {
  const { element } = block;
  if (isEmpty(state)) return block.optional ? null : "Please complete this required field.";
  const value = state[fieldOf(state.type)];
  if (element.type === "email_text_input" && !/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(value))
    return "Please enter a valid email address.";
  if (element.type === "url_text_input" && !/^https?:\/\/\S+\.\S+$|^https?:\/\/localhost\S*$/.test(value))
    return "Please enter a valid URL.";
  if (element.type === "number_input") return numberComplaint(element, value);
  if (typeof value !== "string") return null;
  if (element.min_length && length(value) < element.min_length)
    return `Please enter at least ${element.min_length} characters.`;
  const most = element.max_length || (element.type === "plain_text_input" ? 3000 : null);
  return most && length(value) > most
    ? `Please shorten this to ${most} characters or fewer (now ${length(value)}).`
    : null;
}

function numberComplaint(element, value) {
  const pattern = element.is_decimal_allowed ? /^-?\d+(\.\d+)?$/ : /^-?\d+$/;
  if (!pattern.test(value))
    return element.is_decimal_allowed ? "Please enter a number." : "Please enter a whole number.";
  if (element.min_value && Number(value) < Number(element.min_value))
    return `Please enter ${element.min_value} or more.`;
  if (element.max_value && Number(value) > Number(element.max_value))
    return `Please enter ${element.max_value} or less.`;
  return null;
}
