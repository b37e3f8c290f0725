/* Feeds a fuzz target with every file of the folders given: its corpus as an ordinary test, with any compiler. */
#include <glib.h>
#include <stdint.h>
#include <stdio.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int main(int argc, char **argv)
{
    size_t count = 0;
    for (int i = 1; i < argc; i++) {
        g_autoptr(GDir) folder = g_dir_open(argv[i], 0, NULL);
        const char *name;
        while (folder && (name = g_dir_read_name(folder))) {
            g_autofree char *path = g_build_filename(argv[i], name, NULL);
            g_autofree char *bytes = NULL;
            gsize size;
            if (!g_file_get_contents(path, &bytes, &size, NULL))
                continue;
            LLVMFuzzerTestOneInput((const uint8_t *)bytes, size);
            count++;
        }
    }
    printf("%zu inputs\n", count);
    return count > 0 ? 0 : 1;
}
