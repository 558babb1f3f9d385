import org.eclipse.jgit.api.Git

def migrations = 'src/main/resources/db/migration'
def commit = { git, message ->
  git.add().addFilepattern('src').call()
  git.add().addFilepattern('src').setUpdate(true).call()
  git.commit().setMessage(message).setAuthor('Test', 'test@example.org').setCommitter('Test', 'test@example.org')
      .setSign(false).call()
}
new File(basedir, "${migrations}/V3__gone.sql").text = 'CREATE TABLE gone (id bigint);\n'
def git = Git.init().setDirectory(basedir).setInitialBranch('main').call()
commit(git, 'What is in production')
git.checkout().setCreateBranch(true).setName('work').call()
new File(basedir, "${migrations}/V3__gone.sql").delete()
new File(basedir, "${migrations}/V4__placed.sql").text = 'CREATE INDEX orders_placed ON orders (placed);\n'
commit(git, 'An index')
git.checkout().setName('main').call()
new File(basedir, "${migrations}/V1__orders.sql").append('-- later, on main\n')
commit(git, 'Somebody else')
git.checkout().setName('work').call()
new File(basedir, "${migrations}/V2__note.sql").text = 'CREATE INDEX orders_note ON orders (note, placed);\n'
git.close()
return true
