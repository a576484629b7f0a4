// A surface is one thing that shows blocks: a message, the Home, a modal. It holds what was typed or chosen on it and
// sends clicks to the app. Its drawing lives in blocks.js.

import { fieldOf, initialState, keyOf, stateWith, valuesOf } from "./states.js";

export class Surface {
  /**
   * @param {object} source where clicks come from, as the control API wants it: {kind, channel, ts, thread, view_id}
   * @param {(deed: object) => Promise<object>} send carries a deed to the workspace and resolves to its result
   */
  constructor(source, send) {
    this.source = source;
    this.send = send;
    this.blocks = [];
    this.edits = new Map();
    this.complaints = new Map();
    this.redrawn = () => {};
  }

  /** What an element holds now. */
  state(block, element) {
    const edited = this.edits.get(keyOf(block, element));
    return edited && edited.type === element.type ? edited : initialState(element);
  }

  /** What an element holds now, without its wrapping: a text, an option, a list of ids … */
  value(block, element) {
    return this.state(block, element)[fieldOf(element.type)];
  }

  /** All values in Slack's shape. */
  values() {
    return valuesOf(this.blocks, this.edits);
  }

  /** Whether using this element tells the app at once: all outside input blocks, and inputs with dispatch_action. */
  static tells(block) {
    return block.type !== "input" || block.dispatch_action === true;
  }

  /** Take what a person typed or chose, and tell the app when the block asks for that. */
  async change(block, element, value, { quiet = false } = {}) {
    const state = stateWith(element, value);
    this.edits.set(keyOf(block, element), state);
    if (quiet || !Surface.tells(block)) return null;
    return this.click(block, element, { [fieldOf(element.type)]: state[fieldOf(element.type)] });
  }

  /**
   * Tell the app about an action.
   * @param {object} detail the fields of the action that Slack would add: value, selected_option, selected_date …
   * @returns {Promise<string|null>} what Slack would show as an error
   */
  async click(block, element, detail) {
    this.complain(block, null);
    const result = await this.send({
      do: "click",
      source: this.source,
      action_id: element.action_id,
      block_id: block.block_id,
      type: element.type,
      ...detail,
      values: this.values(),
    });
    if (result.error) this.complain(block, result.error);
    return result.error || null;
  }

  /** Show an error at a block, or take it away with null. */
  complain(block, sentence) {
    const id = block.block_id;
    if (sentence === null ? !this.complaints.delete(id) : this.complaints.get(id) === sentence) return;
    if (sentence !== null) this.complaints.set(id, sentence);
    this.redrawn(id);
  }
}
