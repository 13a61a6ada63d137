"""Open a window that nobody sees and draw one frame: run as a program of its own, since a failure may end it."""

import dearpygui.dearpygui as dpg

if __name__ == "__main__":
    dpg.create_context()
    dpg.create_viewport(title="Semblance", width=64, height=64, x_pos=-200, y_pos=-200, decorated=False)
    dpg.setup_dearpygui()
    dpg.show_viewport(minimized=True)
    dpg.render_dearpygui_frame()
    dpg.destroy_context()
