'use strict';
// Lets a reader sort a table by the heading of a column. Without this script the table
// keeps the order it was written in.
document.querySelectorAll('table.sortable').forEach(function (table) {
  var body = table.tBodies[0], heads = Array.from(table.tHead.rows[0].cells), status = document.createElement('p');
  status.className = 'unseen';
  status.setAttribute('role', 'status');
  table.parentNode.insertAdjacentElement('afterend', status);
  function value(row, column) {
    var text = row.cells[column].textContent.trim();
    return column === 0 ? text : Number(text.replace(/[^0-9.-]/g, ''));
  }
  heads.forEach(function (head, column) {
    var button = document.createElement('button');
    button.type = 'button';
    button.append(head.textContent.trim());
    head.replaceChildren(button);
    button.addEventListener('click', function () {
      var before = head.getAttribute('aria-sort');
      var order = before ? (before === 'ascending' ? 'descending' : 'ascending') : column === 0 ? 'ascending' : 'descending';
      var sign = order === 'ascending' ? 1 : -1, rows = Array.from(body.rows);
      rows.sort(function (a, b) {
        var x = value(a, column), y = value(b, column);
        return sign * (column === 0 ? x.localeCompare(y) : x - y);
      });
      body.append.apply(body, rows);
      heads.forEach(function (other) { other.removeAttribute('aria-sort'); });
      head.setAttribute('aria-sort', order);
      status.textContent = 'Sorted by ' + button.textContent + ', ' + order + '.';
    });
  });
});
