@echo off
rem Starts Linli Cup on Windows as "make run" does: double-click it.
rem It makes .venv, installs what requirements.txt names when that has changed, and starts.
rem ASCII only: cmd loses its place in batch files that hold other characters.
setlocal
chcp 65001 >nul
cd /d "%~dp0"
set PYTHONUTF8=1
set "PY="
for %%P in ("py -3.13" "py -3.12" "py -3.11" "py -3" "python") do call :try %%~P
if exist .venv\Scripts\python.exe goto install
set "SAY=no-python"
if not defined PY goto failed
set "SAY=no-venv"
%PY% -m venv .venv
if errorlevel 1 goto failed
:install
fc /b requirements.txt .venv\installed-requirements.txt >nul 2>nul
if not errorlevel 1 goto start
type deploy\windows\installing.txt
set "SAY=no-packages"
.venv\Scripts\python.exe -m pip install --quiet --disable-pip-version-check -r requirements.txt
if errorlevel 1 goto failed
copy /y requirements.txt .venv\installed-requirements.txt >nul
:start
.venv\Scripts\python.exe -m linli start
set "RC=%errorlevel%"
pause
exit /b %RC%

:try
if defined PY exit /b 0
%* -c "import sys; sys.exit(sys.version_info < (3, 11))" >nul 2>nul
if not errorlevel 1 set "PY=%*"
exit /b 0

:failed
type deploy\windows\%SAY%.txt
pause
exit /b 1
