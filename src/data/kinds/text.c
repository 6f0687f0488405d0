/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <string.h>

#include "lamina-corpus.h"
#include "lamina-data-kind.h"
#include "lamina-data-paths.h"
#include "lamina-text.h"

/* What Debian puts on every machine. */
#define FOLDER "/usr/share/common-licenses"
/* More files than this are a mistake. */
#define MAX_FILES 10000
/* A token takes some memory while the vocabulary is made. */
#define BYTES_A_CHARACTER 8

typedef struct
{
  char    *path;
  int      tokens;
  int      window;
  int      stride;
  int      max_vocabulary;
  gboolean lower_case;
} LaminaTextData;

static const LmField fields[] = {
  { "path", LM_FIELD_TEXT, G_STRUCT_OFFSET (LaminaTextData, path),
    .title = N_("File or folder"),
    .hint = N_("A plain text, or a folder of them; at first the licences that come with Debian"),
    .text = FOLDER, .flags = LM_FIELD_FILE },
  { "tokens", LM_FIELD_CHOICE, G_STRUCT_OFFSET (LaminaTextData, tokens), 0, 1,
    LAMINA_TOKENS_CHARACTERS,
    N_("Cut into"), NULL, lamina_token_unit_ids, lamina_token_unit_titles },
  { "sequence", LM_FIELD_INT, G_STRUCT_OFFSET (LaminaTextData, window), 2, 4096, 64,
    N_("Window"), N_("Characters or words of an example; the next one is predicted at each of them"),
    .flags = LM_FIELD_LOG },
  { "vocabulary", LM_FIELD_INT, G_STRUCT_OFFSET (LaminaTextData, max_vocabulary), 2,
    LAMINA_MAX_VOCABULARY, 5000,
    N_("Vocabulary"),
    N_("At the most so many different characters or words, the most frequent ones; all others are one: unknown"),
    .flags = LM_FIELD_LOG },
  { "lower_case", LM_FIELD_BOOL, G_STRUCT_OFFSET (LaminaTextData, lower_case), 0, 1, FALSE,
    N_("Lower case"), N_("Capital letters are read as small ones") },
  { "stride", LM_FIELD_INT, G_STRUCT_OFFSET (LaminaTextData, stride), 0, 4096, 0,
    N_("Stride"),
    N_("From one training window to the next; 0: as long as a window, so that each goes on where the one before it ends"),
    .flags = LM_FIELD_MORE },
  { NULL },
};

/* The end of each text judges: one part is enough. */
static const char *const defaults[] = { "test=0", "shuffle=false", NULL };

static gboolean
lamina_text_data_check (gconstpointer   instance,
                        GError        **error)
{
  const LaminaTextData *self = instance;

  if (strcmp (self->path, FOLDER) == 0 && !g_file_test (FOLDER, G_FILE_TEST_IS_DIR))
    {
      g_set_error (error, LAMINA_ERROR, LAMINA_ERROR_IO,
                   _("There are no licence texts in %s: install the package base-files, or choose a "
                     "text file of your own"), FOLDER);
      return FALSE;
    }

  return lamina_data_check_path (self->path, _("a text file, or a folder of them"), error);
}

static gboolean
lamina_text_data_is_txt (const char *name)
{
  const gsize n = strlen (name);

  return n > 4 && g_ascii_strcasecmp (name + n - 4, ".txt") == 0;
}

static int
lamina_text_data_compare (gconstpointer a,
                          gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

/* The names of a folder's texts: files ending in .txt or, where there are none, all; no links. */
static GPtrArray *
lamina_text_data_list (const char  *folder,
                       GError     **error)
{
  g_autoptr(GDir) dir = g_dir_open (folder, 0, NULL);
  const int saved_errno = errno;
  g_autoptr(GPtrArray) all = g_ptr_array_new_with_free_func (g_free);
  g_autoptr(GPtrArray) texts = g_ptr_array_new_with_free_func (g_free);
  const char *name;

  if (dir == NULL)
    {
      lamina_error_set_unreadable (error, folder, saved_errno);
      return NULL;
    }

  while ((name = g_dir_read_name (dir)) != NULL && all->len <= MAX_FILES)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);

      if (*name == '.' || g_file_test (path, G_FILE_TEST_IS_SYMLINK)
          || !g_file_test (path, G_FILE_TEST_IS_REGULAR))
        continue;
      g_ptr_array_add (all, g_strdup (name));
      if (lamina_text_data_is_txt (name))
        g_ptr_array_add (texts, g_strdup (name));
    }

  if (texts->len == 0)
    {
      g_ptr_array_unref (texts);
      texts = g_steal_pointer (&all);
    }
  g_ptr_array_sort (texts, lamina_text_data_compare);

  return g_steal_pointer (&texts);
}

/* The paths to be read, in an order that is the same everywhere. */
static GPtrArray *
lamina_text_data_find (const LaminaTextData  *self,
                       GError               **error)
{
  g_autoptr(GPtrArray) paths = g_ptr_array_new_with_free_func (g_free);
  g_autoptr(GPtrArray) names = NULL;
  g_autofree char *folder = g_filename_display_name (self->path);

  if (!g_file_test (self->path, G_FILE_TEST_IS_DIR))
    {
      g_ptr_array_add (paths, g_strdup (self->path));
      return g_steal_pointer (&paths);
    }

  names = lamina_text_data_list (self->path, error);
  if (names == NULL)
    return NULL;

  for (guint i = 0; i < names->len; i++)
    g_ptr_array_add (paths, g_build_filename (self->path, names->pdata[i], NULL));

  if (paths->len > 0 && paths->len <= MAX_FILES)
    return g_steal_pointer (&paths);

  if (paths->len == 0)
    g_set_error (error, LAMINA_ERROR, LAMINA_ERROR_IO,
                 _("“%s” holds no text: links and hidden files are not read. Choose a folder with text files"), folder);
  else
    g_set_error (error, LAMINA_ERROR, LAMINA_ERROR_FORMAT,
                 _("“%s” holds more than %d files: choose a smaller folder"), folder, MAX_FILES);

  return NULL;
}

static gboolean
lamina_text_data_read (LaminaCorpus          *corpus,
                       const char            *path,
                       gsize                 *max_bytes,
                       const LaminaDataPart  *part,
                       GCancellable          *cancellable,
                       GError               **error)
{
  g_autofree char *name = g_filename_display_basename (path);
  g_autoptr(GBytes) text = lamina_text_read (path, *max_bytes, cancellable, NULL, NULL, error);

  if (text == NULL)
    return FALSE;

  *max_bytes -= MIN (*max_bytes - 1, g_bytes_get_size (text));

  return lamina_corpus_add_text (corpus, name, text, part, cancellable, error);
}

static LaminaDataDraft *
lamina_text_data_make_draft (const LaminaTextData *self)
{
  g_autofree char *name = g_filename_display_basename (self->path);
  const gboolean is_default = strcmp (self->path, FOLDER) == 0;
  const gboolean has_words = self->tokens == LAMINA_TOKENS_WORDS;
  LaminaDataDraft *draft = lamina_data_draft_new (is_default ? N_("Licence texts") : name,
                                                  LAMINA_DATA_INPUT_TEXT, 1,
                                                  (gsize[]) { (gsize) self->window });

  draft->title_is_ours = is_default;
  lamina_data_draft_add_column (draft, has_words ? _("word") : _("character"), NULL);
  lamina_data_draft_add_target (draft, has_words ? _("next word") : _("next character"));

  return draft;
}

static LaminaDataDraft *
lamina_text_data_load (gconstpointer        instance,
                       int                  seed,
                       GCancellable        *cancellable,
                       LaminaDataProgress   progress,
                       gpointer             progress_data,
                       GError             **error)
{
  const LaminaTextData *self = instance;
  const LaminaCorpusOptions options = {
    .unit = (LaminaTokenUnit) self->tokens,
    .lower_case = self->lower_case,
    .max_vocabulary = (gsize) self->max_vocabulary,
    .window = (gsize) self->window,
    .stride = self->stride > 0 ? (gsize) self->stride : (gsize) self->window,
  };
  g_autoptr(LaminaCorpus) corpus = lamina_corpus_new (&options);
  g_autoptr(GPtrArray) paths = lamina_text_data_find (self, error);
  gsize max_bytes = lamina_file_get_max_bytes () / BYTES_A_CHARACTER;
  LaminaDataDraft *draft;

  for (guint i = 0; paths != NULL && i < paths->len; i++)
    {
      const LaminaDataPart part = { progress, progress_data, (double) i / paths->len,
                                    (i + 1.0) / paths->len };

      lamina_data_part_report (&part, 0);
      if (!lamina_data_check_cancelled (cancellable, error)
          || !lamina_text_data_read (corpus, paths->pdata[i], &max_bytes, &part, cancellable,
                                     error))
        return NULL;
    }

  if (paths == NULL)
    return NULL;

  draft = lamina_text_data_make_draft (self);
  lamina_data_draft_take_texts (draft, g_steal_pointer (&corpus));

  return draft;
}

const LaminaDataKind lamina_text_data = {
  .id = "text",
  .title = N_("Plain text"),
  .summary = N_("Text files: predict the next character or word from those before"),
  .group = LAMINA_DATA_GROUP_TEXTS,
  .size = sizeof (LaminaTextData),
  .fields = fields,
  .defaults = defaults,
  .load = lamina_text_data_load,
  .check = lamina_text_data_check,
};
