"""Lay pictures side by side in a grid."""

from graph_core import Color, ExecutionError, Image, Node, Param


class ContactSheet(Node, id="view.contact_sheet", version=1):
    """Lay any number of pictures side by side in a grid.

    Every cell has the shape of the tallest picture; each picture is scaled to fit its cell.
    """

    columns: int = Param(0, ge=0, soft_max=8, help="How many pictures lie side by side; 0 makes the sheet square.")
    width: int = Param(1920, ge=1, soft_max=4096, unit="px", help="How wide the whole sheet is.")
    gap: int = Param(8, ge=0, soft_max=64, unit="px", help="Room between the pictures.")
    background: Color = Param(Color(0.02, 0.02, 0.02), help="Colour of the gaps and behind transparent pictures.")
    labels: str = Param("", widget="multiline", help="Names written on the pictures: one line for each.")
    label_size: float = Param(24.0, gt=0, soft_min=8, soft_max=80, unit="px", help="How high the names are.")

    def process(self, *images: Image) -> Image:
        """
        Args:
            images: Pictures, in the order of the cells: row by row.

        Returns:
            The sheet; opaque RGB when the background is opaque.
        """
        from graph_nodes.view._layout import cell_corners, column_count, grid
        from graph_nodes.view._write import write_label

        if not images:
            raise ExecutionError("The contact sheet has no pictures.", hint="connect at least one")
        columns = column_count(len(images), self.columns)
        cell_width = (self.width - (columns - 1) * self.gap) // columns
        if cell_width < 1:
            raise ExecutionError(
                f"{columns} columns do not fit into {self.width} px.", hint="make the sheet wider or the gap smaller"
            )
        tallest = max(image.height / image.width for image in images)
        cell = (max(1, round(cell_width * tallest)), cell_width)
        sheet = grid(images, columns, cell, self.gap, self.background)
        corners = cell_corners(len(images), columns, cell, self.gap)
        for label, (x, y) in zip(self.labels.split("\n"), corners, strict=False):
            margin = self.label_size / 3
            sheet = write_label(sheet, label, self.label_size, x + margin, y + margin)
        return Image(sheet.to(images[0].pixels.dtype))
