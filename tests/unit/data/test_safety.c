/* What an untrusted name or file must not bring about: requests, files beside the input, hangs, devices read. */
#include "support.h"

#include "data/name.h"
#include <arpa/inet.h>
#include <fcntl.h>
#include <glib.h>
#include <glib/gstdio.h>
#include <kurilmap/dataset.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

static kuril_status check(const char *name)
{
    kuril_error error = {0};
    kuril_source_name n;
    kuril_source_name_init(&n, name);
    const kuril_status status = kuril_source_name_is_local(n.source, &error);
    assert_true(status == KURIL_OK || error.message[0]);
    kuril_source_name_finish(&n);
    return status;
}

static void names_of_other_hosts_are_refused(void **state)
{
    (void)state;
    static const char *const names[] = {
        "/vsicurl/http://127.0.0.1:9/x.geojson", "/vsicurl?url=http://127.0.0.1:9/x", "/vsis3/bucket/x.gpkg",
        "/vsizip//vsicurl/http://127.0.0.1:9/a.zip/b.shp", "/vsizip/vsicurl/http://127.0.0.1:9/a.zip",
        "/vsisubfile/0_9,/vsicurl/http://127.0.0.1:9/x", "/vsigzip//vsizip//vsis3/x/y.zip", "/vsigs/a/b",
        "/vsiaz/a/b", "/vsioss/a/b", "/vsiswift/a/b", "/vsihdfs/a", "/vsiwebhdfs/a", "/vsistdin/", "/vsimem/x",
        "http://127.0.0.1:9/x.geojson", "https://127.0.0.1:9/x", "ftp://127.0.0.1:9/x", "PG:host=127.0.0.1",
        "WFS:http://127.0.0.1:9/", "MySQL:db", "GEOJSON:http://127.0.0.1:9/x", "MEM:::DATAPOINTER=1",
        "/vsizip/{/vsicurl/http://127.0.0.1:9/a.zip}/b", "/VSICURL/http://127.0.0.1:9/x",
    };
    for (size_t i = 0; i < G_N_ELEMENTS(names); i++) {
        if (check(names[i]) == KURIL_OK)
            fail_msg("not refused: %s", names[i]);
    }
}

static void devices_and_folders_are_no_datasets(void **state)
{
    (void)state;
    char *folder = g_dir_make_tmp("kurilmap-safety-XXXXXX", NULL);
    char *fifo = g_build_filename(folder, "a.geojson", NULL), *link = g_build_filename(folder, "b.shp", NULL);
    char *empty = g_build_filename(folder, "c.gpkg", NULL);
    assert_int_equal(mkfifo(fifo, 0600), 0);
    assert_int_equal(symlink("/dev/zero", link), 0);
    assert_true(g_file_set_contents(empty, "", 0, NULL));
    assert_int_equal(check(fifo), KURIL_E_IO);
    assert_int_equal(check(link), KURIL_E_IO);
    assert_int_equal(check(folder), KURIL_E_IO);
    assert_int_equal(check(empty), KURIL_E_DATA);
    assert_int_equal(check("/no/such/file.shp"), KURIL_E_IO);
    kuril_dataset *d = NULL;
    assert_int_equal(kuril_dataset_open(fifo, NULL, NULL, &d, NULL), KURIL_E_IO);
    assert_int_equal(kuril_dataset_open("", NULL, NULL, &d, NULL), KURIL_E_IO);
    char *const files[] = {fifo, link, empty};
    for (size_t i = 0; i < G_N_ELEMENTS(files); i++) {
        g_unlink(files[i]);
        g_free(files[i]);
    }
    g_rmdir(folder);
    g_free(folder);
}

static void names_come_apart(void **state)
{
    (void)state;
    char *path = g_strdup_printf("%s/kurilmap имя 島 #1:a?where=b %d.geojson", g_get_tmp_dir(), (int)getpid());
    assert_true(g_file_set_contents(path, "{}", -1, NULL));
    kuril_source_name n;
    kuril_source_name_init(&n, path); /* a file is a file, whatever its name holds */
    assert_string_equal(n.source, path);
    assert_null(n.where);
    kuril_source_name_finish(&n);
    char *with = g_strconcat(path, ":слой:2?where=a = 'x'", NULL);
    kuril_source_name_init(&n, with);
    assert_string_equal(n.source, path);
    assert_string_equal(n.layer, "слой:2");
    assert_string_equal(n.where, "a = 'x'");
    kuril_source_name_finish(&n);
    g_free(with);
    g_unlink(path);
    g_free(path);

    path = g_strdup_printf("%s/kurilmap-%d.gpkg", g_get_tmp_dir(), (int)getpid());
    assert_true(g_file_set_contents(path, "x", -1, NULL));
    with = g_strconcat(path, ":слой:2?where=a = 'x:y'", NULL);
    kuril_source_name_init(&n, with);
    assert_string_equal(n.source, path);
    assert_string_equal(n.layer, "слой:2");
    assert_string_equal(n.where, "a = 'x:y'");
    kuril_source_name_finish(&n);
    g_free(with);
    g_unlink(path);
    g_free(path);

    kuril_source_name_init(&n, "geodata:places?where=rank = 1");
    assert_true(n.embedded);
    assert_string_equal(n.source, "places");
    assert_string_equal(n.where, "rank = 1");
    kuril_source_name_finish(&n);
}

static int listen_here(unsigned short *port)
{
    const int fd = socket(AF_INET, SOCK_STREAM, 0);
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t length = sizeof address;
    if (fd < 0 || bind(fd, (struct sockaddr *)(void *)&address, length) != 0 || listen(fd, 4) != 0 ||
        getsockname(fd, (struct sockaddr *)(void *)&address, &length) != 0 || fcntl(fd, F_SETFL, O_NONBLOCK) != 0)
        return -1;
    *port = ntohs(address.sin_port);
    return fd;
}

static void read_whole(const char *path)
{
    kuril_dataset *d = NULL;
    const kuril_feature *f = NULL;
    if (kuril_dataset_open(path, NULL, NULL, &d, NULL) != KURIL_OK)
        return;
    if (kuril_dataset_select(d, NULL, NULL) == KURIL_OK) {
        while (kuril_dataset_next(d, &f, NULL) == KURIL_OK && f)
            continue;
    }
    kuril_dataset_close(d);
}

/* Files that GDAL by itself would follow to a host; one listens here, and nobody comes. */
static void no_file_makes_a_request(void **state)
{
    (void)state;
    static const struct {
        const char *name, *content; /* %u is the port */
    } files[] = {
        {"a.geojson", "{\"type\":\"FeatureCollection\",\"crs\":{\"type\":\"link\",\"properties\":{\"href\":"
                      "\"http://127.0.0.1:%u/crs\",\"type\":\"esriwkt\"}},\"features\":[{\"type\":\"Feature\",\"properties\":"
                      "{\"a\":1,\"a\":2},\"geometry\":{\"type\":\"Point\",\"coordinates\":[150,46]}}]}"},
        {"b.topojson", "{\"type\":\"Topology\",\"crs\":{\"type\":\"link\",\"properties\":{\"href\":\"http://127.0.0.1:%u/\"}},"
                       "\"objects\":{\"a\":{\"type\":\"Point\",\"coordinates\":[150,46]}},\"arcs\":[]}"},
        {"c.vrt", "<OGRVRTDataSource><OGRVRTLayer name=\"a\"><SrcDataSource>/vsicurl/http://127.0.0.1:%u/a.shp"
                  "</SrcDataSource></OGRVRTLayer></OGRVRTDataSource>"},
        {"d.gml", "<gml:FeatureCollection xmlns:gml=\"http://www.opengis.net/gml\" xmlns:xsi=\"http://www.w3.org/2001/"
                  "XMLSchema-instance\" xsi:schemaLocation=\"http://x.example http://127.0.0.1:%u/a.xsd\"><gml:featureMember>"
                  "<a fid=\"1\"><geometry><gml:Point><gml:pos>46 150</gml:pos></gml:Point></geometry></a>"
                  "</gml:featureMember></gml:FeatureCollection>"},
        {"e.kml", "<kml xmlns=\"http://www.opengis.net/kml/2.2\"><Document><NetworkLink><Link><href>http://127.0.0.1:%u/"
                  "</href></Link></NetworkLink><Placemark><Point><coordinates>150,46</coordinates></Point></Placemark>"
                  "</Document></kml>"},
        {"f.json", "http://127.0.0.1:%u/f.geojson"},
        {"g.xml", "<OGCWFSDataSource><URL>http://127.0.0.1:%u/</URL></OGCWFSDataSource>"},
    };
    unsigned short port = 0;
    const int listener = listen_here(&port);
    if (listener < 0)
        skip();
    char *folder = g_dir_make_tmp("kurilmap-safety-XXXXXX", NULL);
    for (size_t i = 0; i < G_N_ELEMENTS(files); i++) {
        char number[8], *path = g_build_filename(folder, files[i].name, NULL);
        g_snprintf(number, sizeof number, "%u", (unsigned)port);
        char **parts = g_strsplit(files[i].content, "%u", -1), *content = g_strjoinv(number, parts);
        assert_true(g_file_set_contents(path, content, -1, NULL));
        read_whole(path);
        if (accept(listener, NULL, NULL) >= 0)
            fail_msg("a request came while '%s' was read", files[i].name);
        g_unlink(path);
        g_strfreev(parts);
        g_free(content);
        g_free(path);
    }
    close(listener);
    assert_int_equal(g_rmdir(folder), 0); /* nothing else was written there */
    g_free(folder);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(names_of_other_hosts_are_refused),
        cmocka_unit_test(devices_and_folders_are_no_datasets),
        cmocka_unit_test(names_come_apart),
        cmocka_unit_test(no_file_makes_a_request),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
