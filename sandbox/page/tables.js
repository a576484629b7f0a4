// The blocks with rows: table, and data_table with sorting and pages.

import { h, show } from "./dom.js";
import { richText } from "./richtext.js";

function cellNodes(cell) {
  if (!cell) return "";
  if (cell.type === "rich_text") return richText(cell);
  return cell.text ?? String(cell.value ?? "");
}

const sortable = (cell) => (cell?.type === "raw_number" ? Number(cell.value) : String(cell?.text ?? "").toLowerCase());

/** A table block; its first row is the heading, as Slack shows it. */
export function table(block) {
  const settings = block.column_settings || [];
  const row = (cells, tag) =>
    h(
      "tr",
      {},
      cells.map((cell, at) =>
        h(
          tag,
          {
            class: settings[at]?.is_wrapped ? "wrapped" : null,
            style: { "text-align": settings[at]?.align || "left" },
          },
          cellNodes(cell),
        ),
      ),
    );
  const [head, ...body] = block.rows;
  return h(
    "div",
    { class: "grid-box", tabindex: "0" },
    h(
      "table",
      { class: "grid" },
      h("thead", {}, row(head, "th")),
      h(
        "tbody",
        {},
        body.map((each) => row(each, "td")),
      ),
    ),
  );
}

/** A data_table block. A click on a heading sorts; more rows than a page have buttons. */
export function dataTable(block) {
  const [head, ...rows] = block.rows;
  const size = block.page_size || 5;
  const view = { column: -1, down: false, page: 0 };
  const box = h("div", { class: "data-table" });

  function sorted() {
    if (view.column < 0) return rows;
    const sign = view.down ? -1 : 1;
    const compare = (a, b) => (a < b ? -sign : a > b ? sign : 0);
    return [...rows].sort((a, b) => compare(sortable(a[view.column]), sortable(b[view.column])));
  }
  function sortBy(column) {
    Object.assign(view, { column, down: view.column === column && !view.down, page: 0 });
    draw();
  }
  function heading(cell, at) {
    const order = view.column === at ? (view.down ? "descending" : "ascending") : "none";
    const sign = { descending: " ↓", ascending: " ↑", none: "" }[order];
    return h(
      "th",
      { scope: "col", "aria-sort": order },
      h("button", { type: "button", onclick: () => sortBy(at) }, cellNodes(cell), sign),
    );
  }
  function pager(pages) {
    const step = (by, label, off) =>
      h(
        "button",
        {
          type: "button",
          class: "button small",
          disabled: off,
          onclick: () => {
            view.page += by;
            draw();
          },
        },
        label,
      );
    return h(
      "div",
      { class: "pager" },
      step(-1, "Previous", view.page === 0),
      h("span", {}, `Page ${view.page + 1} of ${pages}`),
      step(1, "Next", view.page === pages - 1),
    );
  }
  function draw() {
    const pages = Math.max(1, Math.ceil(rows.length / size));
    const body = sorted().slice(view.page * size, (view.page + 1) * size);
    show(
      box,
      h(
        "div",
        { class: "grid-box", tabindex: "0" },
        h(
          "table",
          { class: "grid" },
          h("caption", {}, block.caption),
          h("thead", {}, h("tr", {}, head.map(heading))),
          h(
            "tbody",
            {},
            body.map((row) =>
              h(
                "tr",
                {},
                row.map((cell, at) =>
                  h(
                    at === block.row_header_column_index ? "th" : "td",
                    {
                      scope: at === block.row_header_column_index ? "row" : null,
                      class: cell?.type === "raw_number" ? "number" : null,
                    },
                    cellNodes(cell),
                  ),
                ),
              ),
            ),
          ),
        ),
      ),
      pages > 1 && pager(pages),
    );
  }
  draw();
  return box;
}
