// Tables: three by three with a row of headers, at once; the tools of tables and Tab in the last cell make them larger.
import { Table } from "django-prose-editor/editor";

export const ReadyTable = Table.extend({
  addCommands() {
    const parent = this.parent?.();
    return { ...parent, insertTableWithOptions: () => parent.insertTable({ rows: 3, cols: 3, withHeaderRow: true }) };
  },
});
